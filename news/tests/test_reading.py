"""Files that are read as text, and files that are refused."""

import os

import pytest

from news.importing.reading import MAX_BYTES, read_text_file
from news.importing.refusal import ImportRefused

TEXT = "Tin mới của Sở Nội vụ\n\nĐoạn văn."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_without_its_byte_order_mark(tmp_path, encoding):
    path = tmp_path / "tin.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_text_file(path) == TEXT


def test_big_endian_utf_16_and_a_path_as_string(tmp_path):
    path = tmp_path / "tin.txt"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read_text_file(str(path)) == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        " \n\xa0\t\u3000".encode(),
        b"\xef\xbb\xbf",
        b"%PDF-1.7\n",
        b"PK\x03\x04 word/document.xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1 abc}",
        b"\xff\xd8\xff\xe0JFIF",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a abc",
        b"abc\x00def",
        "Nội vụ".encode("utf-16-le"),
        TEXT.encode("utf-8") + b"\xff",
        "Nội vụ".encode("cp1258", errors="replace") + b"\xf0",
        b"\xff\xfe\x00",
        b"\xff\xfe\x00\xd8a\x00",
        b"a" * (MAX_BYTES + 1),
    ],
    ids=["empty", "only spaces", "only a mark", "PDF", "docx", "doc", "RTF", "JPEG", "PNG", "GIF", "NUL",
         "UTF-16 without a mark", "broken UTF-8", "Windows-1258", "half a character", "lone surrogate",
         "too large"],
)  # fmt: skip
def test_what_is_no_text_is_refused_with_the_name_of_the_file(tmp_path, data):
    path = tmp_path / "tin-loi.txt"
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as refusal:
        read_text_file(path)
    assert "tin-loi.txt" in str(refusal.value)


def test_the_largest_text_is_read(tmp_path):
    path = tmp_path / "dai.txt"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_text_file(path)) == MAX_BYTES


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path):
    pipe = tmp_path / "ong-dan"
    os.mkfifo(pipe)
    for path in (tmp_path / "khong-co.txt", tmp_path, pipe, "khong\x00co.txt", "a" * 5_000):
        with pytest.raises(ImportRefused):
            read_text_file(path)
