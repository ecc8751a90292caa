"""Finds English on a screen: words of the catalogues' English that no Vietnamese text of the portal uses."""

import re
from functools import cache
from pathlib import Path

import polib
from django.conf import settings

from cms import vietnamese
from tests.test_packages_in_vietnamese import packages, strings_of

WORD = re.compile(r"(?<![\w@./%-])[A-Za-z]{3,}(?![\w@/%-])")
MARKUP = re.compile(r"<[^>]*>|%\([a-zA-Z_]+\)[sd]|\{[a-zA-Z_:]*\}|&[a-z]+;")
# Names of things, which have no other name in Vietnamese.
PROPER_NAMES = frozenset({"facebook", "zalo", "youtube", "wagtail", "excel", "word", "unicode"})

# What a person reads or is read out: texts that are shown, and the labels of what has none.
COLLECT = """() => {
  const found = [];
  const shown = (element) => element.checkVisibility({visibilityProperty: true, opacityProperty: false});
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, template, noscript, code, [lang=en]")) continue;
    if (shown(parent)) found.push(node.data.trim());
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (!shown(element)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const text = element.getAttribute(name);
      if (text && text.trim()) found.push(text.trim());
    }
  }
  for (const button of document.body.querySelectorAll("input[type=submit], input[type=button]"))
    if (shown(button)) found.push(button.value);
  return [document.title, ...found];
}"""


@cache
def english_words() -> frozenset[str]:
    """Return the words that are English and nothing else on a screen of this portal."""
    english: set[str] = set()
    ours: set[str] = set()
    for path in Path(settings.BASE_DIR, "cms", "locale").rglob("*.po"):
        for entry in polib.pofile(str(path)):
            english |= _words(f"{entry.msgid} {entry.msgid_plural}")
            ours |= _words(" ".join([entry.msgstr, *entry.msgstr_plural.values()]))
    for package in packages().values():
        for domain in ("django", "djangojs"):
            english |= {word for text in strings_of(package, domain) for word in _words(text)}
    return frozenset(word for word in english - ours - PROPER_NAMES if not vietnamese.is_syllable(word))


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(MARKUP.sub(" ", text))}


def visible_english(page) -> set[str]:
    """Return the texts on that screen that hold an English word, with the word."""
    found = set()
    for text in page.evaluate(COLLECT):
        if words := _words(text) & english_words():
            found.add(f"{' '.join(sorted(words))} ← {' '.join(text.split())[:120]}")
    return found
