"""The uploads list of bad input: each document on it is made here and sent through the gate."""

import io
import unicodedata
import zipfile

import pytest

from cms.media.documents import MAX_BYTES
from cms.media.intake import Rejected, clean_document
from tests.pace import no_longer_than

from . import made


def refused(data: bytes, name: str) -> str:
    """Return the code of the refusal, and hold that it carries a sentence."""
    with pytest.raises(Rejected) as caught:
        clean_document(data, name)
    (sentence,) = caught.value.messages
    assert len(sentence) > 30
    assert sentence.endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (made.pdf(), "quyet-dinh.pdf"),
        *((made.office(extension), f"tep.{extension}") for extension in ("docx", "xlsx", "pptx")),
        *((made.open_document(extension), f"tep.{extension}") for extension in ("odt", "ods", "odp")),
        (made.package({"phu-luc/bang.csv": "a;b", "bao-cao.pdf": made.pdf()}), "tep.zip"),
    ],
)
def test_sound_documents_are_taken_unchanged(data, name):
    clean = clean_document(data, name)
    assert (clean.data, clean.name) == (data, name)
    assert clean.extension == name.rpartition(".")[2]


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        made.jpeg(),
        made.office("docx"),
        b"\n\n%PDF-1.4 later",
        b"MZ%PDF-1.4",
    ],
)
def test_a_pdf_that_is_no_pdf(content):
    assert refused(content, "tep.pdf") == "differs"


def test_a_pdf_that_is_cut_off_or_carries_more():
    assert refused(made.pdf()[:40], "tep.pdf") == "damaged"
    assert refused(made.pdf() + made.package({"a.txt": "hidden"}), "tep.pdf") == "damaged"
    assert refused(made.pdf() + b"<script>alert(1)</script>", "tep.pdf") == "damaged"
    assert clean_document(made.pdf() + b"\r\n", "tep.pdf").extension == "pdf"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (made.office("docx"), "tep.xlsx"),
        (made.office("xlsx"), "tep.docx"),
        (made.open_document("odt"), "tep.ods"),
        (made.open_document("odt"), "tep.docx"),
        (made.office("pptx"), "tep.odp"),
        (made.package({"a.txt": "x"}), "tep.docx"),
        (made.pdf(), "tep.docx"),
        (b"<html>", "tep.zip"),
        (b"<script>" + made.package({"a.txt": "x"}), "tep.zip"),
    ],
)
def test_content_that_differs_from_the_name(data, name):
    assert refused(data, name) == "differs"


@pytest.mark.parametrize(
    "data",
    [
        made.office("docx", {"word/vbaProject.bin": b"\0"}),
        made.office("docx", {"word/VBAPROJECT.BIN": b"\0"}),
        made.office("docx", {"word/activeX/activeX1.xml": "<ax/>"}),
        made.office("docx", macro_type=True),
    ],
)
def test_docx_with_macros(data):
    assert refused(data, "tep.docx") == "macros"


def test_other_macros():
    assert refused(made.office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), "tep.xlsx") == "macros"
    assert refused(made.open_document("odt", {"Basic/Standard/Module1.xml": "<x/>"}), "tep.odt") == "macros"
    assert refused(made.office("docx"), "tep.docm") == "macros"


def test_protected_by_a_password():
    assert refused(made.OLE, "tep.docx") == "encrypted"
    assert refused(made.OLE, "tep.xlsx") == "encrypted"
    manifest = '<m:encryption-data m:checksum="x"/>'
    assert refused(made.open_document("odt", manifest=manifest), "tep.odt") == "encrypted"
    data = bytearray(made.package({"a.txt": "x"}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + flags] |= 1
    assert refused(bytes(data), "tep.zip") == "encrypted"


def test_old_word_named_pdf_differs():
    assert refused(made.OLE, "tep.pdf") == "differs"


def test_zip_bombs_are_refused_in_under_a_second():
    zeros = b"\0" * (100 * 1024 * 1024)
    bomb = made.office("docx", {"word/media/a.bin": zeros})
    nested = made.package({"tep.docx": bomb})
    many = made.package({f"{number}.txt": "x" for number in range(6000)})
    assert len(bomb) < 200_000
    with no_longer_than(1):
        assert refused(bomb, "tep.docx") == "too_large_unpacked"
        assert refused(many, "tep.zip") == "too_large_unpacked"
    assert refused(nested, "tep.zip") == "too_large_unpacked"


def test_documents_in_an_archive_unpack_to_no_more_than_one_alone_may():
    """Each inner document is allowed by itself; a few megabytes of them would be read for minutes."""
    inner = made.office("docx", {f"word/media/{number}.bin": b"\0" * 1_000_000 for number in range(40)})
    nested = made.package({f"{number}.docx": inner for number in range(40)})
    assert clean_document(made.package({"a.docx": inner, "b.docx": inner}), "tep.zip").extension == "zip"
    assert len(nested) < 1_000_000
    with no_longer_than(2):
        assert refused(nested, "tep.zip") == "too_large_unpacked"


def test_documents_in_an_archive_have_no_more_parts_than_one_alone_may():
    inner = made.office("docx", {f"word/{number}.txt": "" for number in range(1000)})
    nested = made.package({f"{number}.docx": inner for number in range(20)})
    with no_longer_than(2):
        assert refused(nested, "tep.zip") == "too_large_unpacked"


def test_a_table_of_contents_without_end_is_not_read():
    many = made.package({"a.txt": "x"})
    entry = many[many.index(b"PK\x01\x02") : many.rindex(b"PK\x05\x06")]
    end = bytearray(many[many.rindex(b"PK\x05\x06") :])
    end[12:16] = (len(entry) * 200_000).to_bytes(4, "little")
    data = many[: many.index(b"PK\x01\x02")] + entry * 200_000 + bytes(end)
    with no_longer_than(0.5):
        assert refused(data, "tep.zip") == "too_large_unpacked"


def test_an_entry_that_hides_its_size():
    data = bytearray(made.office("docx", {"word/media/a.txt": b"a" * 100_000}))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    assert refused(bytes(data), "tep.docx") == "damaged"


def test_damaged_packages():
    data = made.office("docx", {"word/media/a.txt": b"a" * 100_000})
    assert refused(data[: len(data) // 2], "tep.docx") == "damaged"
    flipped = bytearray(data)
    flipped[data.index(b"word/document.xml") + len("word/document.xml") + 1] ^= 0xFF
    assert refused(bytes(flipped), "tep.docx") == "damaged"


@pytest.mark.parametrize("name", ["../out.xml", "/etc/out.xml", "a/../../out.xml", "C:/out.xml"])
def test_paths_that_lead_out(name):
    assert refused(made.office("docx", {name: "x"}), "tep.docx") == "damaged"


def test_one_name_twice():
    held = io.BytesIO(made.package({"a.txt": "x"}))
    with zipfile.ZipFile(held, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("a.txt", "y")
    assert refused(held.getvalue(), "tep.zip") == "damaged"


@pytest.mark.parametrize("head", ["<!DOCTYPE lolz [", "<!ENTITY a 'b'>"])
def test_xml_that_defines_entities(head):
    assert refused(made.office("docx", {"word/styles.xml": head}), "tep.docx") == "damaged"
    assert refused(made.open_document("odt", {"styles.xml": head}), "tep.odt") == "damaged"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"MZ"),
        ("a.docm", b"PK"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg>"),
        ("inner.zip", made.package({"a.txt": "x"})),
        ("no-ending", b"x"),
        ("bao-cao.txt", b"MZ\x90"),
        ("bao-cao.csv", b"#!/bin/sh"),
        ("<img src=x onerror=alert(1)>.exe", b"MZ"),
    ],
)
def test_what_an_archive_may_not_hold(name, content):
    data = made.package({"doc.pdf": made.pdf(), name: content})
    assert refused(data, "tep.zip") == "archive"
    with pytest.raises(Rejected) as caught:
        clean_document(data, "tep.zip")
    assert "<" not in caught.value.messages[0]


def test_documents_in_an_archive_are_checked_too():
    assert refused(made.package({"a.pdf": b"<html>"}), "tep.zip") == "differs"
    macros = made.office("docx", {"word/vbaProject.bin": b"x"})
    assert refused(made.package({"a.docx": macros}), "tep.zip") == "macros"
    assert refused(made.package({"thu-muc/": b""}), "tep.zip") == "empty"


def test_a_docx_with_200_pictures_is_taken():
    pictures = {f"word/media/image{number}.jpeg": made.jpeg(320, 240) for number in range(200)}
    assert clean_document(made.office("docx", pictures), "bao-cao.docx").extension == "docx"


@pytest.mark.parametrize("name", ["tep.doc", "tep.exe", "tep.html", "tep", "", "tep.pdf.exe", "tep.svg"])
def test_other_kinds(name):
    assert refused(made.pdf(), name) == "not_a_document"


def test_empty_and_too_large():
    assert refused(b"", "tep.pdf") == "empty"
    assert refused(b"%PDF-1.4" + b"\0" * MAX_BYTES, "tep.pdf") == "too_large"


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("anh\u202efdp.exe.pdf", "anhfdp-exe.pdf"),
        (unicodedata.normalize("NFD", "Nghị định số 42.PDF"), "nghi-dinh-so-42.pdf"),
    ],
)
def test_names(name, stored):
    assert clean_document(made.pdf(), name).name == stored
    assert len(clean_document(made.pdf(), "ă" * 300 + ".pdf").name) <= 100
