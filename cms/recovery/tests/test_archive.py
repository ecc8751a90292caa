"""Archives from anywhere: what no backup of ours wrote is refused, with a sentence, before anything is touched."""

import io
import json
import tarfile
from pathlib import Path

import pyrage
import pytest

from cms.recovery import archive, encryption, names
from cms.recovery.manifest import FORMAT, Head, differing, why_not
from cms.recovery.refusal import Refused

HEAD = Head(FORMAT, "2026-05-26T00:00:00+00:00", "sqlite", {"django": "5.2"}, ["news.0001_initial"])


def made(**files: bytes) -> bytes:
    """Return an archive with a database of three bytes and those files."""
    stream = io.BytesIO()
    writer = archive.Writer(stream, HEAD)
    list(writer.add_database(io.BytesIO(b"abc")))
    for name, data in (files or {"a.jpg": b"picture"}).items():
        writer.add_file(name, io.BytesIO(data), len(data))
    writer.close()
    return stream.getvalue()


def read(data: bytes):
    """Return the manifest after reading all."""
    return [whole for _size, whole in archive.checked(io.BytesIO(data))][-1]


def with_members(*members: tarfile.TarInfo | tuple[str, bytes]) -> bytes:
    """Return a tar of any members; a name with bytes is a file."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for member in members:
            name, data = member if isinstance(member, tuple) else (member.name, b"")
            info = tarfile.TarInfo(name) if isinstance(member, tuple) else member
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return stream.getvalue()


def test_what_was_written_is_read():
    data = made(**{"pictures/ảnh 1.jpg": b"x" * 100_000, "b.pdf": b""})
    manifest = read(data)
    assert set(manifest.parts) == {"head.json", "database/000000", "media/pictures/ảnh 1.jpg", "media/b.pdf"}
    assert archive.head_of(io.BytesIO(data)) == HEAD


def test_a_large_database_comes_in_pieces(monkeypatch):
    monkeypatch.setattr(archive, "PIECE", 10)
    stream = io.BytesIO()
    writer = archive.Writer(stream, HEAD)
    assert list(writer.add_database(io.BytesIO(b"x" * 25))) == [10, 10, 5]
    writer.close()
    assert [name for name in read(stream.getvalue()).parts if name.startswith("database/")] == [
        f"database/00000{number}" for number in range(3)
    ]


@pytest.mark.parametrize("position", range(0, 7_000, 250))
def test_one_wrong_bit_is_found(position):
    data = bytearray(made(**{"a.jpg": b"y" * 3_000}))
    content = data.find(b"abc"), data.find(b"y" * 3_000)
    position = min(position, len(data) - 1)
    before = read(bytes(data))
    data[position] ^= 1
    try:
        after = read(bytes(data))
    except Refused:
        return
    # Only what means nothing may change unseen: the tar's padding.
    assert after == before
    assert not content[1] <= position < content[1] + 3_000


@pytest.mark.parametrize("part", [0.1, 0.3, 0.5, 0.7, 0.85])
def test_one_that_is_cut_off_is_refused(part):
    data = made(**{"a.jpg": b"z" * 50_000})
    with pytest.raises(Refused):
        read(data[: int(len(data) * part)])


def _link(kind: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo("media/a.jpg")
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize(
    "member",
    [
        *(("media/../../etc/cron.d/x", b"x"), ("/etc/passwd", b"x"), ("media//etc/passwd", b"x")),
        *(("media/a/../../b", b"x"), ("media/a\\..\\b", b"x"), ("media/a\nb", b"x"), ("media/", b"x")),
        *(("other/a", b"x"), ("database/../x", b"x"), ("database/1", b"x"), ("media/./a", b"x")),
        *(_link(tarfile.SYMTYPE), _link(tarfile.LNKTYPE), _link(tarfile.CHRTYPE), _link(tarfile.DIRTYPE)),
    ],
    # No object's address: processes that share the work must know a test by the same name.
    ids=lambda member: repr(member) if isinstance(member, tuple) else f"type-{member.type.decode()}",
)
def test_nothing_leads_out_of_its_folder(member):
    with pytest.raises(Refused):
        list(archive.members(io.BytesIO(with_members(member))))


@pytest.mark.parametrize(
    "data", [b"", b"no tar at all" * 100, b"\x1f\x8b" + b"x" * 2_000, with_members(("media/a", b"x"))]
)
def test_what_is_no_backup_is_refused(data):
    with pytest.raises(Refused):
        archive.head_of(io.BytesIO(data))
    with pytest.raises(Refused):
        read(data)


def test_one_of_a_newer_release_is_refused():
    data = with_members(("head.json", json.dumps({"format": FORMAT + 1, "what": "ever"}).encode()))
    with pytest.raises(Refused, match=r"release|bản") as refused:
        archive.head_of(io.BytesIO(data))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("vendor", "known", "fits"),
    [
        ("sqlite", {"news.0001_initial"}, True),
        ("sqlite", {"news.0001_initial", "news.0002_more"}, True),
        ("sqlite", set(), False),
        ("postgresql", {"news.0001_initial"}, False),
    ],
)
def test_which_portal_takes_which_backup(vendor, known, fits):
    assert (why_not(HEAD, vendor, known) == "") is fits


def test_tables_that_differ_are_named():
    stored = {"a": (1, "x"), "b": (2, "y"), "c": (3, "z")}
    assert differing(stored, {"a": [1, "x"], "b": [2, "Y"], "d": [1, "w"]}) == ["b", "c", "d"]
    assert differing(stored, dict(stored)) == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("original_images/a.jpg", True),
        ("ảnh/đẹp 1.jpg", True),
        ("..a/b", True),
        ("a/..", False),
        ("", False),
        (".", False),
    ],
)
def test_names_of_files(name, safe):
    assert names.is_safe_file(name) is safe


@pytest.fixture
def key():
    return pyrage.x25519.Identity.generate()


def sealed(tmp_path, data: bytes, key) -> str:
    path = tmp_path / "sealed.tar.age"
    with open(path, "wb") as file, encryption.encrypted(file, [key.to_public()]) as stream:
        stream.write(data)
    return str(path)


def test_an_encrypted_archive_is_read_with_its_key_alone(tmp_path, key):
    data = made(**{"a.jpg": b"q" * 300_000})
    path = sealed(tmp_path, data, key)
    assert encryption.is_encrypted(path)
    assert b"qqqq" not in Path(path).read_bytes()
    with encryption.decrypted(path, [key]) as stream:
        assert [whole for _size, whole in archive.checked(stream)][-1].parts
    # Whoever reads its head alone is not made to read the rest.
    with encryption.decrypted(path, [key]) as stream:
        assert archive.head_of(stream) == HEAD
    with (
        pytest.raises(Refused, match=r"key|khóa"),
        encryption.decrypted(path, [pyrage.x25519.Identity.generate()]) as stream,
    ):
        archive.head_of(stream)


@pytest.mark.parametrize("change", ["cut", "bit"])
def test_an_encrypted_archive_that_was_changed_is_refused(tmp_path, key, change):
    path = sealed(tmp_path, made(**{"a.jpg": b"q" * 300_000}), key)
    data = bytearray(Path(path).read_bytes())
    if change == "cut":
        del data[-200_000:]
    else:
        data[-1_000] ^= 1
    with open(path, "wb") as file:
        file.write(data)
    with pytest.raises(Refused), encryption.decrypted(path, [key]) as stream:
        list(archive.checked(stream))


def test_keys_that_are_none_are_refused(tmp_path, key):
    with pytest.raises(Refused):
        encryption.recipients(["age1notakey"])
    (tmp_path / "empty").write_text("# nothing\n")
    for file in ("empty", "missing"):
        with pytest.raises(Refused):
            encryption.identities(str(tmp_path / file))
    (tmp_path / "key").write_text(f"# created: today\n{key}\n")
    assert len(encryption.identities(str(tmp_path / "key"))) == 1
