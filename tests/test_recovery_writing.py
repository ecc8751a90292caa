"""A backup while the newsroom works: nobody waits for it, and what is restored is one moment, not two.

On whichever database the suite runs; the writer is a thread with a connection of its own.
"""

import json
import threading
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connections

from cms.recovery import archive, backing_up
from cms.workflow.models import Decision
from news.models import StoryPage

from .filled import new_files

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 90
# Asked of the restored portal: what was public, what the register says was published, and what hangs in the air.
COUNTED = """
import json
import django; django.setup()
from django.db import connection
from wagtail.models import Revision
from cms.workflow.models import Approval, Decision, Signature
from news.models import StoryPage
live = StoryPage.objects.filter(live=True)
with connection.cursor() as cursor:
    if connection.vendor == "sqlite":
        cursor.execute("PRAGMA foreign_key_check")
        broken = len(cursor.fetchall())
    else:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated")
        broken = cursor.fetchone()[0]
published = Decision.objects.filter(kind="published").values_list("page_id", flat=True)
print(json.dumps({
    "live": sorted(live.values_list("title", flat=True)),
    "without_picture": live.filter(lead_image=None).count(),
    "published": sorted(published) == sorted(live.values_list("pk", flat=True)),
    "signatures": Signature.objects.count() == 2 * live.count(),
    "approved": all(Approval.objects.filter(page_id=page.pk, revision_id=page.live_revision_id).exists()
                    for page in live),
    "revisions": all(page.latest_revision_id and Revision.objects.filter(pk=page.latest_revision_id).exists()
                     for page in StoryPage.objects.all()),
    "broken": broken,
}))
"""


class Writer(threading.Thread):
    """Publishes stories with a picture of their own, and saves drafts, until it is told to stop."""

    def __init__(self, write: Callable[[int], None]) -> None:
        super().__init__(daemon=True)
        self.done, self.error = 0, None
        self._write, self._ended = write, threading.Event()

    def run(self) -> None:
        try:
            while not self._ended.is_set():
                self._write(self.done)
                self.done += 1
        except BaseException as error:
            self.error = error
        finally:
            connections.close_all()

    def has_written(self, more: int) -> None:
        """Return when it has written so many more."""
        wanted, until = self.done + more, time.monotonic() + PATIENCE
        while self.done < wanted:
            assert self.error is None, self.error
            assert time.monotonic() < until, "whoever works waits for the backup"
            time.sleep(0.02)

    def stop(self) -> None:
        self._ended.set()
        self.join(PATIENCE)
        assert not self.is_alive()
        assert self.error is None, self.error


def test_a_backup_while_stories_are_published(
    portal, make_story, publish, reporter, chief, machine, tmp_path, monkeypatch
):
    def write(number: int) -> None:
        picture = new_files(f"Trong lúc sao lưu {number}", number, portal.collection)["picture"]
        fields = {"lead_image": picture, "lead_image_alt": "Hội trường"}
        publish(make_story(reporter, title=f"Tin {number:03}", **fields), reporter, chief)
        make_story(reporter, title=f"Nháp {number:03}")

    writer = Writer(write)
    real_database, real_files = archive.Writer.add_database, backing_up._add_files
    seen = {}

    def add_database(self, stream):
        # The moment of the copy is over; stories go on being published while it is written down.
        seen["before"] = writer.done
        writer.has_written(2)
        yield from real_database(self, stream)

    def add_files(archived, files, progress):
        writer.has_written(1)
        seen["after"] = writer.done
        real_files(archived, files, progress)

    monkeypatch.setattr(archive.Writer, "add_database", add_database)
    monkeypatch.setattr(backing_up, "_add_files", add_files)
    writer.start()
    try:
        writer.has_written(2)
        call_command("backup", str(tmp_path / "safe"), "--quiet")
    finally:
        writer.stop()
    assert seen["after"] >= seen["before"] + 3
    [made] = (tmp_path / "safe").iterdir()

    assert machine.run("restore", str(made), "--quiet")
    there = json.loads(machine.run("-c", COUNTED).strip().split("\n")[-1])
    titles = sorted(StoryPage.objects.filter(live=True).values_list("title", flat=True))
    # Its own moment: an unbroken beginning of what was published, and not what came after the copy.
    assert there["live"] == titles[: len(there["live"])]
    assert 2 <= len(there["live"]) <= seen["before"] + 1 < len(titles)
    assert there["without_picture"] == there["broken"] == 0
    for what in ("published", "signatures", "approved", "revisions"):
        assert there[what], what
    told = machine.asked(["/tin-tuc-su-kien/"])
    assert told["faults"] == told["missing"] == []
    assert told["answers"]["/tin-tuc-su-kien/"][0] == 200
    # Every picture that the copy names is there, also of the story that was being published.
    machine.run("backup", str(tmp_path / "again"), "--quiet")
    assert Decision.objects.filter(kind="published").count() == len(titles)
