"""A restore that fails when the database is the portal's already: the portal is not as it was, and that is said."""

import io
from contextlib import contextmanager

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from cms.recovery import archive, databases, restoring
from cms.recovery.databases import postgres
from cms.recovery.manifest import FORMAT, Head
from cms.recovery.progress import Progress

pytestmark = pytest.mark.django_db
FILE = "original_images/chua-xong.jpg"


class Empty:
    """A database that takes what it is given. The test's own stays, for what comes afterwards."""

    swapped = False

    @staticmethod
    def is_empty() -> bool:
        return True

    @staticmethod
    @contextmanager
    def laid_down(pieces, stamp, *, replace):
        pieces.read()
        yield dict
        Empty.swapped = True


@pytest.fixture
def backup(tmp_path, settings, monkeypatch) -> str:
    """A backup that fits this portal, which is empty."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    monkeypatch.setattr(databases, "of_this_portal", lambda: Empty)
    monkeypatch.setattr(Empty, "swapped", False)
    path = tmp_path / "portal.tar"
    with open(path, "wb") as stream:
        head = Head(FORMAT, "2026-05-26T00:00:00+00:00", connection.vendor, {}, ["news.0001_initial"])
        with archive.Writer(stream, head) as writer:
            list(writer.add_database(io.BytesIO(b"abc")))
            writer.add_file(FILE, io.BytesIO(b"picture"), 7)
    return str(path)


def raising(*args, **kwargs):
    raise OperationalError("no room\nDETAIL: the disk is full")


@pytest.fixture
def fails(request, monkeypatch):
    """Let a step after the swap fail."""
    if request.param == "migrate":
        monkeypatch.setattr(
            restoring.MigrationExecutor, "migration_plan", lambda *args: [("news.0002", False)]
        )
        monkeypatch.setattr(restoring, "call_command", raising)
    elif request.param == "terminal":
        monkeypatch.setattr(Progress, "end", lambda self: raising() if Empty.swapped else None)
    elif request.param == "caches":
        monkeypatch.setattr(restoring.generation, "advance", raising)
    else:
        monkeypatch.setattr(restoring, "findings", raising)
    return request.param


@pytest.mark.parametrize("fails", ["terminal", "migrate", "caches", "register"], indirect=True)
def test_it_is_a_sentence_with_a_status_of_its_own(backup, fails, capsys):
    with pytest.raises(CommandError) as raised:
        call_command("restore", backup, "--quiet")
    assert raised.value.returncode == 4
    told = str(raised.value)
    assert "\n" not in told
    assert "OperationalError: no room DETAIL: the disk is full" in told
    # What to do next.
    assert ("verify_register" if fails == "register" else "--replace") in told
    assert isinstance(raised.value.__cause__.__cause__, OperationalError), "--traceback shows it all"
    # The database names the files: they stay.
    assert default_storage.exists(FILE)


def test_without_a_failure_it_is_restored(backup, portal, capsys):
    """So the tests above fail at the step that they say."""
    call_command("restore", backup, "--quiet")
    assert capsys.readouterr().out
    assert default_storage.exists(FILE)


def test_nobody_is_signed_in_after_a_restore(backup, portal, client, reporter):
    """The backup holds the sessions of that night: of who was deactivated since, too."""
    client.force_login(reporter)
    call_command("restore", backup, "--quiet")
    assert not Session.objects.exists()


def test_a_failure_before_that_is_a_refusal(backup, monkeypatch):
    monkeypatch.setattr(Empty, "is_empty", lambda: False)
    with pytest.raises(CommandError) as raised:
        call_command("restore", backup, "--quiet")
    assert raised.value.returncode == 1
    assert not default_storage.exists(FILE)


def test_what_cannot_be_tidied_up_afterwards_undoes_nothing(monkeypatch, caplog):
    monkeypatch.setattr(postgres, "_execute", raising)
    postgres._tidy("DROP SCHEMA before CASCADE", "Drop it by hand")
    (record,) = caplog.records
    assert record.getMessage() == "Drop it by hand"
