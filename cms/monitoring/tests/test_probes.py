"""The probes: live whatever happens, ready only if readers would be served, and never a secret or a session."""

import json
import threading
from datetime import timedelta
from unittest import mock

import pytest
from django.core.cache import caches
from django.core.files.storage import FileSystemStorage
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.media.tasks import make_renditions
from cms.monitoring import heartbeat, probes
from cms.workflow.models import SchedulerRun

pytestmark = [pytest.mark.django_db, pytest.mark.once]

SECRET = "password=hunter2 host=10.1.2.3"


@pytest.fixture(autouse=True)
def _unknown():
    probes.forget()
    yield
    probes.forget()


def asked(client, address: str):
    response = client.get(address)
    return response.status_code, json.loads(response.content)


def test_ready_when_everything_answers(client):
    status, told = asked(client, "/readyz")
    assert (status, told["status"], told["failing"]) == (200, "ready", [])
    assert set(told["parts"]) == {"database", "migrations", "cache", "media"}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_probe_needs_no_host_no_tls_and_leaves_nothing(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get(address, headers={"host": "10.0.0.7:8000"})
    assert response.status_code == 200
    assert not response.cookies
    assert response.headers["Cache-Control"] == "no-store"
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_a_database_that_is_away_is_named_and_nothing_else_is_told(client):
    with mock.patch.object(connection, "ensure_connection", side_effect=OperationalError(SECRET)):
        status, told = asked(client, "/readyz")
        live, beats = asked(client, "/healthz")
    assert status == 503
    assert told["failing"] == ["database", "migrations"]
    assert "hunter2" not in json.dumps(told)
    assert live == 200
    assert beats["scheduler"] == {"state": "unknown"}


def test_a_migration_that_is_missing_is_named(client):
    [(app, name)] = MigrationLoader(connection).graph.leaf_nodes("search")
    MigrationRecorder(connection).record_unapplied(app, name)
    status, told = asked(client, "/readyz")
    assert (status, told["failing"]) == (503, ["migrations"])


def test_a_folder_that_nothing_can_be_written_to_is_named(client, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.MEDIA_ROOT = str(tmp_path / "file")
    status, told = asked(client, "/readyz")
    assert (status, told["failing"]) == (503, ["media"])


def test_a_cache_that_is_away_is_told_but_readers_are_served(client):
    with mock.patch.object(type(caches["readers"]), "set", side_effect=ConnectionError(SECRET)):
        status, told = asked(client, "/readyz")
    assert (status, told["status"], told["failing"]) == (200, "degraded", ["cache"])


def test_a_part_that_hangs_is_not_waited_for_and_not_asked_twice(client, monkeypatch):
    monkeypatch.setattr(probes, "PATIENCE", 0.05)
    lets_go, times = threading.Event(), []

    def hang(*args, **kwargs):
        times.append(1)
        lets_go.wait(10)
        return ""

    with mock.patch.object(FileSystemStorage, "location", property(hang)):
        first = asked(client, "/readyz")
        monkeypatch.setattr(probes, "REMEMBERED", 0)
        second = asked(client, "/readyz")
    lets_go.set()
    assert first[0] == second[0] == 503
    assert second[1]["parts"]["media"] == "timeout"
    assert len(times) == 1


def test_many_probes_cost_as_much_as_one(client):
    client.get("/readyz")
    with CaptureQueriesContext(connection) as captured:
        client.get("/readyz")
    assert len(captured) == 0


@pytest.mark.parametrize(
    ("ago", "state"),
    [(None, "silent"), (30, "ok"), (599, "ok"), (700, "silent"), (-30, "ok"), (-700, "silent")],
)
def test_the_schedulers_heartbeat(client, ago, state):
    if ago is not None:
        SchedulerRun.objects.create(ran_at=timezone.now() - timedelta(seconds=ago))
    _status, told = asked(client, "/healthz")
    assert told["scheduler"]["state"] == state
    if ago is not None:
        assert abs(told["scheduler"]["seconds"] - ago) <= 2


def test_a_queue_that_nobody_empties_is_told(client):
    assert heartbeat.queues()["mail"] == heartbeat.Beat("ok", waiting=0)
    make_renditions.using(backend="mail").enqueue(1)
    assert asked(client, "/healthz")[1]["queue_mail"] == {"state": "ok", "seconds": 0, "waiting": 1}
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=1))
    told = asked(client, "/healthz")[1]["queue_mail"]
    assert (told["state"], told["waiting"]) == ("waiting", 1)
    assert told["seconds"] >= 3600
    # A retry that was put off is not late before its hour.
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=5))
    assert asked(client, "/healthz")[1]["queue_mail"]["state"] == "ok"
