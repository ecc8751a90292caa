"""Another machine for restores: an empty database and an empty storage, reached by ``manage.py`` as people do."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings as portal_settings
from django.utils import timezone

from cms.media.models import PortalRendition
from cms.workflow import service
from cms.workflow.models import TakeDown

from .filled import fill, new_files

ROOT = Path(__file__).resolve().parent.parent

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
# A restore begins a new generation of pages, so that no cache shows what another portal kept, and ends all sessions. A
# backup is written down when it is whole, so in itself is the one before.
CHANGES = {"caching_generation", "django_session", "recovery_backuprun"}


class Machine:
    """Another machine: an empty database, an empty media folder."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.media = url, folder / "media"
        # What its environment says besides.
        self.variables: dict[str, str] = {}

    def run(self, *arguments: str, given: str = "", status: int = 0) -> str:
        """Run manage.py, or Python if the first argument is -c; return what it printed, both streams."""
        command = [sys.executable, *(() if arguments[0] == "-c" else ("manage.py",)), *arguments]
        environment = {**os.environ, "DATABASE_URL": self.url, "MEDIA_ROOT": str(self.media)}
        environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PAGE_CACHE_SECONDS": "0"}
        environment |= {"SECRET_KEY": portal_settings.SECRET_KEY, **self.variables}
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, input=given.encode(), capture_output=True, timeout=300
        )
        said = ended.stdout.decode() + ended.stderr.decode()
        assert ended.returncode == status, said
        return ended.stdout.decode() if not status else said

    def asked(self, addresses: list[str]) -> dict[str, Any]:
        return json.loads(self.run("-c", QUESTIONS, given=json.dumps(addresses)).strip().split("\n")[-1])


def newsroom(portal, make_story, publish, reporter, chief) -> list[str]:
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
