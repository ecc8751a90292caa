"""The Vietnamese of everything: complete, compiled, with the same placeholders as the English."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import polib
import pytest
from django.conf import settings

LOCALE = Path(settings.BASE_DIR) / "cms" / "locale"
CATALOGUES = sorted(LOCALE.rglob("*.po"))
OURS = LOCALE / "vi" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd](?![a-z])|\{[a-z_]*\}")


def messages(path: Path):
    """Yield (English, Vietnamese texts) of a catalogue's living entries."""
    for entry in polib.pofile(str(path)):
        if not entry.obsolete:
            texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            yield entry, texts


def test_there_are_three_catalogues():
    assert {path.relative_to(LOCALE).parts[0] for path in CATALOGUES} == {"vi", "wagtail_admin", "packages"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_nothing_is_untranslated_or_fuzzy(path):
    missing = [entry.msgid for entry, texts in messages(path) if not all(texts)]
    fuzzy = [entry.msgid for entry, _texts in messages(path) if "fuzzy" in entry.flags]
    assert (missing, fuzzy) == ([], [])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_placeholders_are_those_of_the_english(path):
    wrong = []
    for entry, texts in messages(path):
        english = entry.msgid_plural or entry.msgid
        for text in texts:
            if set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(english + entry.msgid)):
                wrong.append((english, text))
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(LOCALE)))
def test_the_compiled_file_is_fresh(path):
    source = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e, _texts in messages(path)}
    compiled = {
        (e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in polib.mofile(str(path.with_suffix(".mo")))
    }
    assert compiled == source


@pytest.mark.skipif(
    shutil.which("xgettext") is None and os.environ.get("CI") != "true",
    reason="no GNU gettext: apt-get install gettext",
)
def test_every_string_of_ours_is_in_the_catalogue(tmp_path):
    """Extract the strings as ``make messages`` does, beside the repository, and compare."""
    for room in ("cms", "home", "news", "search", "templates"):
        shutil.copytree(
            Path(settings.BASE_DIR) / room,
            tmp_path / room,
            ignore=shutil.ignore_patterns("*.mo", "tests", "stories"),
        )
    (tmp_path / "locale").mkdir()
    shutil.rmtree(tmp_path / "cms" / "locale")
    subprocess.run(
        [
            "django-admin",
            "makemessages",
            "-l",
            "vi",
            "--no-location",
            "--no-obsolete",
            "-i",
            "cms/settings/*",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={
            "PATH": f"{Path(settings.BASE_DIR) / '.venv' / 'bin'}:/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "",
        },
    )
    extracted = {entry.msgid for entry in polib.pofile(str(tmp_path / "locale/vi/LC_MESSAGES/django.po"))}
    known = {entry.msgid for entry, _texts in messages(OURS)}
    assert extracted - known == set()
    assert known - extracted == set(), "run `make messages`: these are no longer used"
