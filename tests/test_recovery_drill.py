"""The drill: a filled newsroom is backed up and restored on an empty machine, and nothing is different.

The empty machine is another database and another media folder, reached by ``manage.py`` in a process of its own, as
an administrator would. On whichever database the suite runs.
"""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pyrage
import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from cms.media.models import PortalRendition
from cms.workflow import service
from cms.workflow.models import TakeDown

from .filled import fill, new_files

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.usefixtures("_emptied_afterwards")

# What the restored portal says of itself: run there, in its own process.
QUESTIONS = """
import hashlib, json, sys
import django; django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.db import connection
from django.test import Client
from cms.recovery import databases
from cms.workflow import triggers
from cms.workflow.verification import findings
from wagtail.models import Revision
from pathlib import Path
import tempfile
with databases.of_this_portal().snapshot(Path(tempfile.mkdtemp())) as snapshot:
    tables = snapshot.tables()
client = Client(headers={"host": "localhost"})
answers = {}
for address in json.load(sys.stdin):
    response = client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    answers[address] = [response.status_code, hashlib.sha256(body).hexdigest()]
print(json.dumps({
    "tables": tables, "answers": answers, "missing": sorted(triggers.missing(connection)),
    "faults": [str(finding) for finding in findings() if finding.is_fault],
    "waiting": Revision.objects.filter(approved_go_live_at__isnull=False).count(),
}))
"""
# A restore begins a new generation of pages, so that no cache shows what another portal kept.
CHANGES = {"caching_generation"}


class Machine:
    """Another machine: an empty database, an empty media folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.media = url, folder / "media"

    def run(self, *arguments: str, given: str = "", status: int = 0) -> str:
        """Run manage.py, or Python if the first argument is -c; return what it printed, both streams."""
        command = [sys.executable, *(() if arguments[0] == "-c" else ("manage.py",)), *arguments]
        environment = {**os.environ, "DATABASE_URL": self.url, "MEDIA_ROOT": str(self.media)}
        environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PAGE_CACHE_SECONDS": "0"}
        environment["SECRET_KEY"] = portal_settings.SECRET_KEY
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, input=given.encode(), capture_output=True, timeout=300
        )
        said = ended.stdout.decode() + ended.stderr.decode()
        assert ended.returncode == status, said
        return ended.stdout.decode() if not status else said

    def asked(self, addresses: list[str]) -> dict[str, Any]:
        return json.loads(self.run("-c", QUESTIONS, given=json.dumps(addresses)).strip().split("\n")[-1])


@pytest.fixture
def machine(tmp_path, transactional_db):
    """An empty machine with the suite's kind of database."""
    if connection.vendor == "sqlite":
        yield Machine(f"sqlite:///{tmp_path}/restored/portal.sqlite3", tmp_path / "restored")
        return
    own = connection.settings_dict
    name = f"{own['NAME']}_drill"
    server = psycopg2.connect(
        host=own["HOST"],
        port=own["PORT"] or None,
        user=own["USER"],
        password=own["PASSWORD"],
        dbname="postgres",
    )
    server.autocommit = True
    try:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
        password = f":{own['PASSWORD']}" if own["PASSWORD"] else ""
        yield Machine(
            f"postgres://{own['USER']}{password}@{own['HOST']}:{own['PORT'] or 5432}/{name}",
            tmp_path / "restored",
        )
    finally:
        with server.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.close()


def _newsroom(portal, make_story, publish, reporter, chief) -> list[str]:
    """Fill the portal: public, scheduled, taken down, in review, drafts; return the public addresses."""

    def story(number: int, **fields) -> Any:
        words = f"Diễn tập {number}"
        made = fill(make_story(reporter, **fields), words, files=new_files(words, number, portal.collection))
        made.save()
        made.save_revision(user=reporter, log_action=True)
        return type(made).objects.get(pk=made.pk)

    public = [publish(story(1), reporter, chief), publish(story(2, conference=True), reporter, chief)]
    gone = publish(story(3), reporter, chief)
    service.take_down(gone.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm.")
    waiting = story(4)
    waiting.go_live_at = timezone.now() + timedelta(days=2)
    waiting.save_revision(user=reporter)
    publish(type(waiting).objects.get(pk=waiting.pk), reporter, chief)
    service.submit(story(5), reporter)
    story(6)
    pictures = PortalRendition.objects.filter(image__in=[each.lead_image_id for each in public])
    return [
        *(each.url for each in public),
        gone.url,
        *(f"/media/{name}" for name in pictures.values_list("file", flat=True)),
        *(each.attachments.get().document.url for each in public),
    ]


def test_a_filled_newsroom_is_restored_on_an_empty_machine(
    portal, make_story, publish, reporter, chief, machine, tmp_path, capsys
):
    addresses = _newsroom(portal, make_story, publish, reporter, chief)
    client = Client()
    before = {}
    for address in addresses[3:]:
        response = client.get(address)
        before[address] = [response.status_code, hashlib.sha256(b"".join(response)).hexdigest()]
    assert len(before) >= 4
    assert {status for status, _digest in before.values()} == {200}

    key = pyrage.x25519.Identity.generate()
    identity = tmp_path / "key.txt"
    identity.write_text(f"# created for the drill\n{key}\n")
    call_command("backup", str(tmp_path / "safe"), "--encrypt-to", str(key.to_public()))
    [made] = (tmp_path / "safe").iterdir()
    assert made.name.endswith(".tar.age")
    assert made.stat().st_mode & 0o077 == 0
    progress = capsys.readouterr().err
    assert "MB" in progress
    assert "SECRET_KEY" in progress

    assert machine.run("restore", str(made), "--identity", str(identity), "--quiet")
    there = machine.asked(addresses)

    # Counts and hashes of all rows.
    call_command("backup", str(tmp_path / "plain"), "--quiet")
    [plain] = (tmp_path / "plain").iterdir()
    with tarfile.open(plain) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    here = {name: found for name, found in manifest["tables"].items() if name not in CHANGES}
    assert manifest["missing"] == []
    assert {name: found for name, found in there["tables"].items() if name not in CHANGES} == here
    assert sum(rows for rows, _mark in here.values()) > 300
    # Files: each one, byte for byte.
    files = {
        name.removeprefix("media/"): found for name, found in manifest["parts"].items() if "media/" in name
    }
    restored = {
        str(path.relative_to(machine.media)): [
            path.stat().st_size,
            hashlib.sha256(path.read_bytes()).hexdigest(),
        ]
        for path in machine.media.rglob("*")
        if path.is_file()
    }
    assert restored == files
    # Pages and pictures are served, what was taken down is not.
    assert [there["answers"][address][0] for address in addresses[:3]] == [200, 200, 410]
    assert {address: there["answers"][address] for address in before} == before
    # The register holds, and its guard stands.
    assert there["faults"] == there["missing"] == []
    assert there["waiting"] == 1

    # A portal that is there is not overwritten unless that is said.
    again = machine.run("restore", str(plain), status=1)
    assert "--replace" in again
    machine.run("restore", str(plain), "--replace", "--quiet")
    # And a backup that is damaged changes nothing.
    damaged = tmp_path / "damaged.tar"
    data = bytearray(plain.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    machine.run("restore", str(damaged), "--replace", status=1)
    assert {name: mark for name, mark in machine.asked([])["tables"].items() if name not in CHANGES} == here
