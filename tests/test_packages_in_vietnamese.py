"""The installed packages speak Vietnamese: counted on what Django shows, whichever catalogue says it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone, translation
from django.utils.translation.trans_real import DjangoTranslation

BASE = Path(settings.BASE_DIR)
LOCALE = BASE / "cms" / "locale"
CALLS = {"gettext", "gettext_lazy", "gettext_noop", "_", "ngettext", "ngettext_lazy"}
IN_TEMPLATES = re.compile(r"""{%\s*(?:trans|translate)\s+(?:"([^"]+)"|'([^']+)')""")
PLACEHOLDER = re.compile(r"%\([a-zA-Z_]+\)[sd]|%[sd](?![a-z])|\{[a-zA-Z_0-9]*\}")
TAG = re.compile(r"</?[a-z][a-z0-9]*(?=[\s>/])")
ENOUGH = 0.99


def packages() -> dict[str, Path]:
    """Return the installed packages that are not the portal's own, and Django itself."""
    installed = {app.name: Path(app.path) for app in apps.get_app_configs()}
    foreign = {
        name: path for name, path in installed.items() if BASE not in path.parents or ".venv" in path.parts
    }
    return {**foreign, "django": Path(django.__file__).parent / "conf"}


def strings_of(package: Path, domain: str) -> set[str]:
    """Return the English strings of a package, with their context as catalogues key it.

    From its English catalogue; a package that ships none is read as xgettext would read it.
    """
    english = package / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
    if english.exists():
        return {_key(entry) for entry in polib.pofile(str(english)) if entry.msgid and not entry.obsolete}
    if domain == "djangojs":
        return set()
    found = {text for path in package.rglob("*.py") if "tests" not in path.parts for text in _in_code(path)}
    for path in package.rglob("*.html"):
        found |= {first or second for first, second in IN_TEMPLATES.findall(path.read_text())}
    return found


def _key(entry: polib.POEntry) -> str:
    return f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid


def _in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in CALLS and isinstance(node.args[0].value, str) and node.args[0].value:
                yield node.args[0].value


@cache
def shown(domain: str) -> dict[str, str]:
    """Return what Django shows in Vietnamese, every catalogue merged; plural forms by their English singular."""
    catalogue = DjangoTranslation("vi", domain=domain)._catalog
    keys = {key for layer in catalogue._catalogs for key in layer}
    return {(key[0] if isinstance(key, tuple) else key): catalogue[key] for key in keys if catalogue.get(key)}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_packages_are_translated(domain):
    strings = {name: strings_of(path, domain) for name, path in packages().items()}
    every = set().union(*strings.values())
    missing = {name: sorted(texts - set(shown(domain))) for name, texts in strings.items()}
    lacking = {name: texts for name, texts in missing.items() if texts}
    assert len(every) > (1500 if domain == "django" else 80), "the strings were not found"
    number = sum(len(texts) for texts in lacking.values())
    assert 1 - number / len(every) >= ENOUGH, lacking


def test_a_missing_translation_is_seen(tmp_path):
    (tmp_path / "models.py").write_text('x = _("A sentence that nobody has translated")\ny = _("Delete")\n')
    (tmp_path / "a.html").write_text('{% translate "Another that nobody has" %}')
    missing = strings_of(tmp_path, "django") - set(shown("django"))
    assert missing == {"A sentence that nobody has translated", "Another that nobody has"}


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "20 giây trước"),
        (timedelta(minutes=5), "5 phút trước"),
        (timedelta(hours=3), "3 giờ trước"),
        (timedelta(days=3), "3 ngày trước"),
        (timedelta(days=9), "1 tuần, 2 ngày trước"),
        (timedelta(days=800), "2 năm, 2 tháng trước"),
        (-timedelta(days=3, seconds=5), "3 ngày sau"),
    ],
)
def test_how_long_ago_is_said_in_vietnamese(ago, said):
    """Wagtail's editor says so when the story was submitted and saved."""
    with translation.override("vi"):
        assert str(naturaltime(timezone.now() - ago)).replace("\xa0", " ") == said


def entries() -> Iterator[tuple[str, polib.POEntry]]:
    for path in sorted(LOCALE.rglob("*.po")):
        for entry in polib.pofile(str(path)):
            if not entry.obsolete:
                yield path.parts[-4], entry


def differences(entry: polib.POEntry, pattern: re.Pattern[str]) -> bool:
    """Tell whether a translation has other marks than its English. A Vietnamese plural may leave out a number."""
    english = Counter(pattern.findall(entry.msgid_plural or entry.msgid))
    for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
        if Counter(pattern.findall(text)) != english:
            return True
    return False


def test_placeholders_are_kept():
    # How often a sentence says a name may differ between languages; which names, not.
    wrong = [
        (catalogue, entry.msgid)
        for catalogue, entry in entries()
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


def test_html_is_kept():
    assert [(name, entry.msgid) for name, entry in entries() if differences(entry, TAG)] == []


def test_vietnamese_has_one_plural_form():
    assert [(name, entry.msgid) for name, entry in entries() if len(entry.msgstr_plural) > 1] == []
