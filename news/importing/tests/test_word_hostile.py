"""Bad documents (docs/import.md): one sentence each, in no time, and nothing opened, fetched or stored."""

import io
import random
import socket
import zipfile

import pytest

from news.importing.refusal import ImportRefused
from news.importing.tests import made
from news.importing.word.document import MAX_PICTURES
from news.importing.word.opening import MAX_BYTES
from news.importing.word.story import story_from_file, story_from_paste
from tests.pace import no_longer_than

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = pytest.mark.once

LEAD = "Lời dẫn: Đây là lời dẫn."


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("something was fetched")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def sound() -> bytes:
    return made.saved(made.story(LEAD, "Đoạn văn của bài."))


def with_part(name, content):
    return lambda: made.changed(sound(), name, lambda _old: content)


def replaced(old: bytes, new: bytes, name="word/document.xml"):
    return lambda: made.changed(sound(), name, lambda xml: xml.replace(old, new, 1))


def zipped(**entries) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return written.getvalue()


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><w:document'
DEEP = b"<w:sdt><w:sdtContent>" * 5_000 + b"</w:sdtContent></w:sdt>" * 5_000
BAD = {
    "empty": lambda: b"",
    "text": lambda: "Đây là văn bản thường.".encode(),
    "pdf": lambda: b"%PDF-1.7\n",
    "truncated": lambda: sound()[:-400],
    "cut in the middle": lambda: sound()[: len(sound()) // 2],
    "too large": lambda: sound() + b"\0" * MAX_BYTES,
    "old or encrypted": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "any archive": lambda: zipped(**{"a.txt": "a"}),
    "zip bomb": with_part("word/media/image9.bmp", b"\0" * 60_000_000),
    "too many entries": lambda: zipped(
        **{"[Content_Types].xml": "<Types/>"}, **{f"word/{n}.xml": "" for n in range(6_000)}
    ),
    "macros": with_part("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"),
    "macro type": replaced(
        b"wordprocessingml.document.main+xml",
        b"ms-word.document.macroEnabled.main+xml",
        "[Content_Types].xml",
    ),
    "path out": with_part("../../etc/passwd", b"x"),
    "absolute path": with_part("/etc/passwd", b"x"),
    "entity bomb": replaced(b"<w:document", ENTITIES),
    "external entity": replaced(
        b"<w:document", b'<!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><w:document'
    ),
    "utf-16": lambda: made.changed(
        sound(), "word/document.xml", lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    "broken xml": replaced(b"</w:body>", b""),
    "deep": replaced(b"<w:sectPr", DEEP + b"<w:sectPr"),
    "no title": lambda: made.saved(made.story(title="12 / 5")),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_document_is_refused_with_a_sentence(kind):
    data = BAD[kind]()
    with no_longer_than(2):
        with pytest.raises(ImportRefused) as refusal:
            story_from_file(data, "bai.docx")
        assert str(refusal.value).strip().endswith(".")


@pytest.mark.parametrize("name", ["bai.doc", "bai.docm", "bai.pdf", "bai", "bai.exe"])
def test_only_word_documents_and_text_files_are_read(name):
    with pytest.raises(ImportRefused):
        story_from_file(sound(), name)


@pytest.mark.parametrize("name", ["../../bai.docx", "a\0b.docx", "\u202efdp.docx", "ảnh" * 200 + ".docx"])
def test_odd_names_do_no_harm(name):
    assert story_from_file(sound(), name)[0].title == made.TITLE


def test_two_hundred_pictures_are_bounded_and_said():
    document = made.story(LEAD)
    for number in range(1, 201):
        document.add_picture(io.BytesIO(made.photograph(number, (16, 12))))
    recognised, pictures = story_from_file(made.saved(document), "bai.docx")
    assert len(pictures) == len(recognised.pictures) == MAX_PICTURES
    assert "140" in [note.text for note in recognised.notes if note.field == "pictures"]


def test_five_megabytes_of_text_end_soon():
    chance = random.Random(1)
    words = [str(chance.getrandbits(40)) for _ in range(2_000)]
    document = made.story(LEAD, *[" ".join(chance.choices(words, k=900)) for _ in range(450)])
    data = made.saved(document)
    with no_longer_than(20):
        recognised, _pictures = story_from_file(data, "bai.docx")
        assert len(recognised.body) == 450


def test_too_many_lines_are_refused():
    with pytest.raises(ImportRefused):
        story_from_file(made.saved(made.story(LEAD, *["Một dòng."] * 3_100)), "bai.docx")


def test_a_linked_picture_is_never_fetched():
    document = made.story(LEAD, "Đoạn văn.")
    made.add_photograph(document)
    data = made.changed(
        made.saved(document), "word/document.xml", lambda xml: xml.replace(b"r:embed=", b"r:link=")
    )
    data = made.changed(
        data,
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            b'Target="media/image1.jpg"', b'Target="http://evil.example/a.jpg" TargetMode="External"'
        ),
    )
    assert b"evil.example" in zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels")
    recognised, pictures = story_from_file(data, "bai.docx")
    assert (recognised.pictures, pictures) == ((), [])
    assert [note.kind for note in recognised.notes if note.field == "pictures"] == ["left_out"]


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "file:///etc/passwd", "//evil.example"],
)
def test_a_link_that_leads_nowhere_safe_is_text(target):
    markup = '<w:p><w:hyperlink r:id="rId99"><w:r><w:t>bấm vào đây</w:t></w:r></w:hyperlink></w:p>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    data = made.changed(
        made.with_body(markup),
        "word/_rels/document.xml.rels",
        lambda xml: xml.replace(
            b"</Relationships>",
            (
                f'<Relationship Id="rId99" Type="{kind}" Target="{target}" '
                'TargetMode="External"/></Relationships>'
            ).encode(),
        ),
    )
    body = str(story_from_file(data, "bai.docx")[0].body)
    assert "bấm vào đây" in body
    assert "href" not in body


def test_markup_typed_as_text_stays_text():
    recognised, _ = story_from_file(
        made.saved(
            made.story(LEAD, "<img src=x onerror=alert(1)> &lt;b&gt;", title="<script>alert(1)</script> Tin")
        ),
        "bai.docx",
    )
    assert recognised.title == "<script>alert(1)</script> Tin"
    assert [block.value for block in recognised.body] == [
        "<p>&lt;img src=x onerror=alert(1)&gt; &amp;lt;b&amp;gt;</p>"
    ]


def test_pasted_html_deep_as_a_well_ends():
    with pytest.raises(ImportRefused):
        story_from_paste("<div>" * 20_000 + "Tin", "")


def test_five_megabytes_pasted_end_soon():
    html = "<p class=MsoNormal style='margin:0'><span style='mso-x:y'>Một dòng</span></p>" * 65_000
    with no_longer_than(20), pytest.raises(ImportRefused):
        story_from_paste(html, "")


def test_a_picture_that_is_none_is_read_as_bytes_only():
    document = made.story(LEAD, "Đoạn văn.")
    made.add_photograph(document)
    data = made.changed(made.saved(document), "word/media/image1.jpg", lambda _old: b"<svg onload=alert(1)>")
    _recognised, (picture,) = story_from_file(data, "bai.docx")
    assert picture.data.startswith(b"<svg")
