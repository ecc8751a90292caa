"""A worker or a purger that does not run is seen: by probes, by Prometheus, and by who looks after the portal."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult
from prometheus_client import generate_latest

from cms.caching import purging
from cms.caching.models import PurgerRun
from cms.media.tasks import make_renditions
from cms.monitoring import metrics, probes
from cms.monitoring.models import RegisterRun
from cms.recovery.models import BackupRun

pytestmark = pytest.mark.django_db

PROXY = "http://127.0.0.1:8090/pages/"


def panel(user) -> str:
    """Return what the home page says of processes that do not run."""
    client = Client()
    client.force_login(user)
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    return html.partition('id="processes-trouble"')[2].partition("</section>")[0]


def told(client) -> dict:
    return json.loads(client.get("/healthz").content)


@pytest.fixture(autouse=True)
def backup(db):
    """Last night's, with everything in it."""
    return BackupRun.objects.create(ran_at=timezone.now() - timedelta(hours=1))


@pytest.fixture(autouse=True)
def proof(db):
    """Last night's, which found nothing."""
    return RegisterRun.objects.create(ran_at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def proxy(settings, monkeypatch):
    """A proxy; what it answers is the list's last word, "" if it was emptied."""
    settings.PAGE_CACHE_PURGE_URLS = [PROXY]
    answers = [""]
    monkeypatch.setattr(purging.Purger.__init__, "__defaults__", (lambda address: answers[-1],))
    return answers


@pytest.mark.parametrize("queue", ["mail", "media"])
def test_a_queue_that_nobody_empties_is_shown_to_who_looks_after_the_portal(
    portal, administrator, chief, queue
):
    make_renditions.using(backend=queue).enqueue(1)
    assert panel(administrator) == "", "it has just come"
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=11))
    assert f"db_worker --backend {queue}" in panel(administrator)
    assert panel(chief) == ""
    # Readers are served all the same.
    probes.forget()
    assert Client().get("/readyz").status_code == 200
    DBTaskResult.objects.all().delete()
    assert panel(administrator) == ""


def test_the_purger_has_a_heartbeat(client, portal, administrator, proxy, time_machine):
    assert told(client)["purger"] == {"state": "silent"}
    assert "purge_page_cache" in panel(administrator)
    call_command("purge_page_cache")
    assert told(client)["purger"]["state"] == "ok"
    assert panel(administrator) == ""
    assert re.search(r"portal_purger_age_seconds \d", generate_latest(metrics.registry()).decode())
    time_machine.move_to(timezone.now() + timedelta(minutes=11))
    assert told(client)["purger"]["state"] == "silent"
    assert told(client)["purger"]["seconds"] >= 660
    assert "purge_page_cache" in panel(administrator)


def test_a_purger_that_cannot_empty_leaves_none(client, portal, proxy):
    proxy.append("answer 403")
    with pytest.raises(CommandError):
        call_command("purge_page_cache")
    assert not PurgerRun.objects.exists()
    assert told(client)["purger"]["state"] == "silent"


def test_without_a_proxy_there_is_no_purger_to_miss(client, portal, administrator):
    assert "purger" not in told(client)
    assert "portal_purger" not in generate_latest(metrics.registry()).decode()
    assert panel(administrator) == ""


def test_others_pay_nothing_for_the_panel(portal, reporter):
    client = Client()
    client.force_login(reporter)
    client.get(reverse("wagtailadmin_home"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("wagtailadmin_home"))
    assert not [query for query in captured if "django_tasks" in query["sql"]]


def test_a_backup_that_is_old_is_shown_to_who_looks_after_the_portal(
    client, portal, administrator, chief, backup, time_machine
):
    assert told(client)["backup"]["state"] == "ok"
    assert panel(administrator) == ""
    time_machine.move_to(backup.ran_at + timedelta(hours=25, minutes=59))
    assert panel(administrator) == ""
    time_machine.move_to(backup.ran_at + timedelta(hours=26, minutes=1))
    assert told(client)["backup"] == {"state": "old", "seconds": 26 * 3600 + 60}
    assert "portal_backup_age_seconds 93660.0" in generate_latest(metrics.registry()).decode()
    said = panel(administrator)
    assert "help-warning" in said
    assert date_format(timezone.localtime(backup.ran_at), "DATETIME_FORMAT") in said
    assert panel(chief) == ""
    # Readers are served all the same.
    probes.forget()
    assert client.get("/readyz").status_code == 200


def test_a_backup_without_lost_files_is_shown(client, portal, administrator, backup):
    BackupRun.objects.update(missing=7)
    assert told(client)["backup"]["state"] == "incomplete"
    assert told(client)["backup"]["missing"] == 7
    assert "portal_backup_missing_files 7.0" in generate_latest(metrics.registry()).decode()
    said = panel(administrator)
    assert "help-warning" in said
    assert re.search(r"<strong>[^<]*\b7\b[^<]*</strong>", said)


def test_a_portal_that_was_never_backed_up_says_so_to_administrators_alone(
    client, portal, administrator, chief, backup
):
    backup.delete()
    assert told(client)["backup"] == {"state": "never"}
    assert "portal_backup" not in generate_latest(metrics.registry()).decode()
    said = panel(administrator)
    assert "help-info" in said
    assert "help-warning" not in said, "a portal that is new has none yet"
    assert panel(chief) == ""


def test_a_proof_that_found_something_is_shown_until_it_is_mended(
    client, portal, administrator, chief, make_story, publish, reporter
):
    """The night's proof ended in a log that nobody reads."""
    assert told(client)["register"]["seconds"] >= 3600
    story = publish(make_story(reporter), reporter, chief)
    type(story).objects.filter(pk=story.pk).update(lead="Không ai ký câu này.")
    with pytest.raises(CommandError):
        call_command("verify_register", stdout=StringIO())
    found = told(client)["register"]
    assert (found["state"], found["findings"]) == ("findings", 1)
    assert found["seconds"] < 3600
    assert "portal_register_findings 1.0" in generate_latest(metrics.registry()).decode()
    said = panel(administrator)
    assert "help-warning" in said
    assert re.search(
        r"<strong>[^<]*\b1\b[^<]*</strong>[^<]*<code>portal verify_register</code>", said, re.DOTALL
    )
    assert panel(chief) == ""
    type(story).objects.filter(pk=story.pk).update(lead=story.lead)
    call_command("verify_register", stdout=StringIO())
    assert told(client)["register"]["state"] == "ok"
    assert panel(administrator) == ""


def test_a_proof_that_is_no_longer_made_is_shown(client, portal, administrator, chief, proof, time_machine):
    BackupRun.objects.update(ran_at=proof.ran_at + timedelta(hours=2))
    time_machine.move_to(proof.ran_at + timedelta(hours=25, minutes=59))
    assert panel(administrator) == ""
    time_machine.move_to(proof.ran_at + timedelta(hours=26, minutes=1))
    assert told(client)["register"]["state"] == "old"
    assert "portal_register_age_seconds 93660.0" in generate_latest(metrics.registry()).decode()
    said = panel(administrator)
    assert "help-warning" in said
    assert date_format(timezone.localtime(proof.ran_at), "DATETIME_FORMAT") in said
    assert panel(chief) == ""


def test_a_portal_that_was_never_verified_says_so(client, portal, administrator, proof):
    proof.delete()
    assert told(client)["register"] == {"state": "never"}
    assert "portal_register" not in generate_latest(metrics.registry()).decode()
    assert "help-info" in panel(administrator)
    assert "help-warning" not in panel(administrator)


def test_a_proof_that_breaks_off_writes_nothing_down(portal, proof, monkeypatch):
    def breaks_off():
        raise ZeroDivisionError
        yield

    monkeypatch.setattr("cms.workflow.management.commands.verify_register.findings", breaks_off)
    with pytest.raises(ZeroDivisionError):
        call_command("verify_register", stdout=StringIO())
    assert RegisterRun.objects.get().ran_at == proof.ran_at
