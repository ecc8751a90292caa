"""The looks in the style sheets: one palette however it was chosen, no colours but the tokens', the weight."""

import gzip
import re
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from PIL import ImageFont

CSS = Path(settings.BASE_DIR) / "static" / "css"
FONTS = Path(settings.BASE_DIR) / "static" / "fonts"
# What the admin and paper show has its own few colours.
PUBLIC = sorted([CSS / "base.css", CSS / "plain.css", *(CSS / "components").glob("*.css")])
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(|:\s*(?:white|black|red|gray|grey)\b", re.I
)


def blocks(text: str) -> dict[str, dict[str, str]]:
    """Return the custom properties that each selector of a style sheet sets, and its color-scheme."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    found = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        pairs = (line.split(":", 1) for line in body.split(";") if ":" in line)
        found[selector.strip()] = {name.strip(): value.strip() for name, value in pairs}
    return found


THEMES = blocks((CSS / "themes.css").read_text())
TOKENS = blocks((CSS / "tokens.css").read_text())[":root"]
COLOUR_TOKENS = {
    name for name, value in TOKENS.items() if name.startswith("--") and value.startswith(("#", "rgb"))
}


@pytest.mark.parametrize(
    ("of_the_device", "chosen"),
    [
        (':root:not([data-theme="light"])', ':root[data-theme="dark"]'),
        (':root:not([data-contrast="standard"])', ':root[data-contrast="more"]'),
    ],
)
def test_a_look_is_the_same_whether_the_device_or_the_reader_chose_it(of_the_device, chosen):
    assert THEMES[of_the_device] == THEMES[chosen]
    assert set(THEMES[chosen]) >= COLOUR_TOKENS, "a colour of the light look would show in this one"


@pytest.mark.parametrize("sheet", PUBLIC, ids=lambda sheet: sheet.name)
def test_components_take_their_colours_from_the_tokens(sheet):
    assert COLOUR.findall(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)) == []
    unknown = set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text())) - set(TOKENS)
    own = set(re.findall(r"(--[a-z0-9-]+):", sheet.read_text()))
    assert unknown <= own


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rgb" or "#rrggbb" (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# Foreground, background, the least contrast: 4.5 for words, 3 for lines and the focus (WCAG 1.4.3, 1.4.11).
GROUNDS = ("--paper", "--band", "--notice", "--alarm")
BARS = ("--bar", "--bar-deep")
WORDS = ("--ink", "--ink-soft", "--navy", "--link", "--red")
PAIRS = [
    *[(word, ground, 4.5) for word in WORDS for ground in GROUNDS],
    *[(word, ground, 4.5) for word in ("--on-bar", "--on-bar-soft") for ground in BARS],
    ("--on-navy", "--navy", 4.5),
    ("--on-navy", "--navy-deep", 4.5),
    *[("--line-strong", ground, 3) for ground in ("--paper", "--band")],
    *[("--focus", ground, 3) for ground in GROUNDS],
    *[("--focus-on-navy", ground, 3) for ground in BARS],
    ("--gold", "--bar", 3),
]


@pytest.mark.parametrize("look", [TOKENS, THEMES[':root[data-theme="dark"]']], ids=["light", "dark"])
@pytest.mark.parametrize(("foreground", "background", "least"), PAIRS)
def test_words_and_lines_stand_out(look, foreground, background, least):
    assert contrast(look[foreground], look[background]) >= least


def linked_styles(html: str) -> list[Path]:
    """Return the style sheets that a page links, those for paper included."""
    names = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', html)
    return [Path(settings.BASE_DIR) / "static" / name for name in names]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["home", "story", "standard"])
def test_the_styles_of_a_page_are_light(client, portal, published, kind):
    story = published(title="Một tin")
    address = {"home": "/", "story": story.url, "standard": "/gioi-thieu/"}[kind]
    sheets = linked_styles(client.get(address).content.decode())
    assert len(sheets) >= 6
    assert sum(len(gzip.compress(sheet.read_bytes())) for sheet in sheets) <= 20 * 1024


def test_the_script_before_the_paint_is_tiny():
    assert (Path(settings.BASE_DIR) / "static" / "js" / "theme.js").stat().st_size < 1024


@pytest.mark.parametrize("weight", [400, 600])
def test_the_fonts_have_every_vietnamese_letter_and_are_small(weight):
    path = FONTS / f"be-vietnam-pro-{weight}.woff2"
    font = ImageFont.truetype(path, 40)
    missing_sign = bytes(font.getmask("\uffff"))
    letters = set("abcdđeghiklmnopqrstuvxyfjwz0123456789“”‘’–—…/.,;:!?()%&+-·")
    for vowel in "aăâeêioôơuưy":
        letters |= {
            unicodedata.normalize("NFC", vowel + tone) for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
        }
    letters |= {letter.upper() for letter in letters}
    assert [letter for letter in sorted(letters) if bytes(font.getmask(letter)) == missing_sign] == []
    assert path.stat().st_size <= 30 * 1024
