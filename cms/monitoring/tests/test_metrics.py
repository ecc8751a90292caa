"""What Prometheus is told: requests of several processes in one sum, and what the database knows."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from prometheus_client import generate_latest

from cms.media.tasks import make_renditions
from cms.monitoring import metrics
from cms.monitoring.middleware import MonitoringMiddleware
from cms.workflow import service

ROOT = Path(__file__).resolve().parent.parent.parent.parent

COUNTING = """
import django; django.setup()
from django.test import Client
client = Client()
for address in ("/healthz", "/robots.txt", "/robots.txt", "/khong-co-" * 3):
    client.generic("BREW" if "khong" in address else "GET", address)
"""


@pytest.mark.django_db
def test_the_review_and_the_queues_are_told(portal, make_story, reporter, monkeypatch):
    monkeypatch.delenv(metrics.FOLDER, raising=False)
    service.submit(make_story(reporter), reporter)
    make_renditions.using(backend="mail").enqueue(1)
    with CaptureQueriesContext(connection) as captured:
        told = generate_latest(metrics.registry()).decode()
    assert "portal_database_up 1.0" in told
    assert "portal_reviews_waiting 1.0" in told
    assert re.search(r'portal_tasks_waiting\{queue="mail"\} [1-9]', told)
    assert len(captured) <= 7


def test_processes_are_added_up_and_served_on_a_private_port(tmp_path):
    """Two processes count, a third serves: on loopback, with labels that strangers cannot multiply."""
    folder = tmp_path / "metrics"
    folder.mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", metrics.FOLDER: str(folder)}
    environment |= {
        "DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3",
        "METRICS_LISTEN": f"127.0.0.1:{port}",
    }
    for _process in range(2):
        subprocess.run(
            [sys.executable, "-c", COUNTING], cwd=ROOT, env=environment, capture_output=True, timeout=60
        )
    serving = subprocess.Popen(
        [sys.executable, "manage.py", "serve_metrics"], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    try:
        assert serving.stdout.readline().decode().strip() == f"http://127.0.0.1:{port}/metrics"
        told = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode()
    finally:
        serving.terminate()
        serving.wait(10)
        serving.stdout.close()
    assert 'portal_request_seconds_count{method="GET",status="200",view="robots"} 4.0' in told
    assert "healthz" not in told
    assert "khong-co" not in told
    assert "BREW" not in told
    # This database was never migrated: Prometheus is told, and the rest goes on.
    assert "portal_database_up 0.0" in told


@pytest.mark.django_db
def test_a_fault_of_ours_is_not_told_as_an_outage(portal, monkeypatch, caplog):
    def fails():
        raise ZeroDivisionError

    monkeypatch.delenv(metrics.FOLDER, raising=False)
    monkeypatch.setattr("cms.monitoring.heartbeat.queues", fails)
    with pytest.raises(ZeroDivisionError):
        generate_latest(metrics.registry())

    monkeypatch.setattr("cms.monitoring.heartbeat.queues", mock.Mock(side_effect=OperationalError("away")))
    assert "portal_database_up 0.0" in generate_latest(metrics.registry()).decode()
    assert "away" in caplog.text


def test_a_folder_that_is_not_there_costs_no_request(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path / "nowhere"))
    answer = MonitoringMiddleware(lambda request: HttpResponse("ok"))(RequestFactory().get("/"))
    assert answer.content == b"ok"
    assert "nowhere" in caplog.text
    assert not (tmp_path / "nowhere").exists()
