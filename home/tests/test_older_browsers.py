"""What the style sheets of readers owe to browsers that know less, and to readers who hear or choose their colours."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEETS = sorted([CSS / "base.css", CSS / "print.css", *(CSS / "components").glob("*.css")])


def text_of(sheet) -> str:
    return COMMENT.sub("", sheet.read_text())


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sign_with_a_second_text_stands_there_without_it_before(sheet):
    """Who does not know the second text leaves the whole line out, and shows no sign."""
    for sign in re.findall(r'content: (".+?") / "";', text_of(sheet)):
        assert re.search(rf'content: {re.escape(sign)};\s+content: {re.escape(sign)} / "";', text_of(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_focus_is_taken_away_only_where_another_is_shown(sheet):
    """Outside of ``@supports selector(:has(a))`` only what no key leads to has none."""
    outside = re.sub(r"@supports selector\(:has\(a\)\) \{.*?\n\}", "", text_of(sheet), flags=re.DOTALL)
    without = re.findall(r"([^{}]+)\{[^{}]*outline: none;", outside)
    assert [selector.strip() for selector in without if selector.strip() != ".main:focus"] == []


def test_what_is_said_aloud_is_never_hidden_before_it_is_said():
    """Screen readers watch what was there when the page came."""
    live = set()
    for template in TEMPLATES.rglob("*.html"):
        for tag in re.findall(r'<[^>]*(?:role="status"|aria-live=)[^>]*>', template.read_text()):
            live |= set(re.findall(r'class="([\w-]+)', tag))
    assert "feedback__said" in live
    for sheet in SHEETS:
        for selectors, rules in re.findall(r"([^{}]+)\{([^{}]*)\}", text_of(sheet)):
            if "display: none" in rules and sheet.name != "print.css":
                assert not {name for name in live if f".{name}:empty" in selectors}, sheet.name


def test_the_current_one_of_several_is_marked_in_the_readers_own_colours_too():
    """There backgrounds are the reader's: whoever marks by one says so again."""
    for sheet in SHEETS:
        text = text_of(sheet)
        rules = re.findall(r"(\.[\w-]+\[aria-current\]) \{([^{}]*)\}", text)
        marked = {selector for selector, rule in rules if "background: var(--navy)" in rule}
        forced = "".join(re.findall(r"@media \(forced-colors: active\) \{.*?\n\}", text, re.DOTALL))
        assert {selector for selector in marked if selector not in forced} == set(), sheet.name
