"""The commands where something is wrong: nothing half-made stays, and the sentence says what to do."""

import errno
import hashlib
import io
import os
from datetime import UTC, datetime
from unittest import mock

import pyrage
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.recovery import archive, backing_up, databases, restoring
from cms.recovery.databases import postgres
from cms.recovery.last import last
from cms.recovery.models import BackupRun
from cms.recovery.refusal import Refused
from tests.filled import new_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(portal):
    return new_files("Diễn tập", 1, portal.collection)["picture"]


@pytest.fixture
def folder(tmp_path):
    """Where backups go: not beside the media files of the test."""
    made = tmp_path / "backups"
    made.mkdir()
    return made


@pytest.fixture
def _no_room():
    """The disk is full after the archive's first bytes."""
    real = archive.Writer.add_file

    def full(self, stored, stream, size):
        real(self, stored, stream, 0)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with mock.patch.object(archive.Writer, "add_file", full):
        yield


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_no_room", "picture")
@pytest.mark.parametrize("encrypt", [False, True])
def test_a_full_disk_leaves_nothing(folder, encrypt):
    keys = ["--encrypt-to", str(pyrage.x25519.Identity.generate().to_public())] if encrypt else []
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(folder), "--quiet", *keys)
    assert list(folder.iterdir()) == []
    assert last() is None, "a backup that was not made was written down"


@pytest.mark.django_db(transaction=True)
def test_a_file_that_the_storage_lost_is_named(folder, picture, capsys):
    default_storage.delete(picture.file.name)
    with pytest.raises(CommandError) as raised:
        call_command("backup", str(folder), "--quiet")
    assert raised.value.returncode == 3
    assert last().missing == 1
    assert picture.file.name in capsys.readouterr().err
    [made] = folder.iterdir()
    call_command("restore", str(made), "--check", "--quiet")
    assert picture.file.name in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("picture")
def test_a_backup_is_written_down_with_the_moment_when_it_began(folder, caplog):
    before = timezone.now()
    began = []
    real = backing_up.back_up

    def slow(*args, **kwargs):
        made = real(*args, **kwargs)
        began.append(timezone.now())
        return made

    with mock.patch("cms.recovery.management.commands.backup.back_up", slow):
        call_command("backup", str(folder), "--quiet")
    assert before <= last().ran_at < began[0]
    assert last().missing == 0
    # A database that goes away meanwhile takes nothing from the backup.
    away = mock.patch.object(BackupRun.objects, "update_or_create", side_effect=DatabaseError("away"))
    with away, mock.patch("cms.recovery.backing_up.datetime", wraps=datetime) as clock:
        clock.now.return_value = datetime(2026, 5, 26, 2, tzinfo=UTC)
        call_command("backup", str(folder), "--quiet")
    assert "could not be written down: away" in caplog.text
    assert (folder / "portal-20260526-020000.tar").exists()


@pytest.mark.django_db(transaction=True)
def test_a_file_that_leads_out_of_the_folder_is_refused(folder, picture):
    with connection.cursor() as cursor:  # past the models, which refuse it
        cursor.execute("UPDATE media_portalimage SET file = %s", ["../../etc/passwd"])
    with pytest.raises(CommandError):
        call_command("backup", str(folder), "--quiet")
    assert list(folder.iterdir()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("picture")
def test_an_encrypted_backup_asks_for_its_key_and_a_portal_is_not_overwritten(folder):
    key = pyrage.x25519.Identity.generate()
    call_command("backup", str(folder), "--quiet", "--encrypt-to", str(key.to_public()))
    [made] = folder.iterdir()
    with pytest.raises(CommandError, match="--identity"):
        call_command("restore", str(made), "--quiet")
    (folder / "key").write_text(str(key))
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(made), "--quiet", "--identity", str(folder / "key"))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="khong-co"):
        call_command("restore", str(tmp_path / "khong-co.tar"))
    with pytest.raises(CommandError, match="age1"):
        call_command("backup", str(tmp_path), "--encrypt-to", "hunter2")


def test_a_program_that_is_missing_is_a_sentence():
    missing = mock.patch.dict(os.environ, {"PATH": "/nowhere"})
    with missing, pytest.raises(Refused, match="postgresql-client"), postgres._running(["pg_dump"]):
        pass


def test_the_password_stands_in_no_command_line(monkeypatch):
    seen = {}

    def started(command, **options):
        seen.update(command=command, environment=options["env"])
        raise FileNotFoundError

    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "hunter2")
    with mock.patch("subprocess.Popen", started), pytest.raises(Refused), postgres._running(["pg_dump"]):
        pass
    assert "hunter2" not in str(seen["command"])
    assert seen["environment"]["PGPASSWORD"] == "hunter2"


def test_every_field_that_names_a_file_is_found():
    from cms.recovery.contents import file_columns

    tables = {table for table, _column in file_columns()}
    assert {"media_portalimage", "media_portalrendition", "media_portaldocument"} <= tables


def test_the_vendors_have_the_same_parts():
    for module in (databases.sqlite, databases.postgres):
        assert all(hasattr(module, name) for name in ("snapshot", "laid_down", "is_empty", "versions"))
    assert backing_up.FORMAT == 1


def test_files_are_stored_under_their_very_names_in_any_storage(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    name, data = "original_images/ảnh đẹp.jpg", b"picture"
    digest = hashlib.sha256(data).hexdigest()
    assert restoring._store(name, io.BytesIO(data), len(data), digest)
    # Again: what is there already is left; another file under that name ends the restore.
    assert not restoring._store(name, io.BytesIO(data), len(data), digest)
    with pytest.raises(Refused, match="ảnh đẹp"):
        restoring._store(name, io.BytesIO(b"other"), 5, hashlib.sha256(b"other").hexdigest())
    assert default_storage.open(name).read() == data
    assert default_storage.listdir("original_images")[1] == ["ảnh đẹp.jpg"]
