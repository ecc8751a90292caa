"""Tell Prometheus how the portal fares, on a port that readers do not reach."""

import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from prometheus_client import start_http_server
from prometheus_client.registry import Collector

from cms.monitoring.metrics import registry


class _Fresh(Collector):
    """Everything anew at each question; a connection that broke is not used again."""

    def collect(self) -> Any:
        close_old_connections()
        try:
            yield from registry().collect()
        finally:
            close_old_connections()

    def describe(self) -> list:
        return []


class Command(BaseCommand):
    help = (
        "Serves /metrics for Prometheus at METRICS_LISTEN (127.0.0.1:9187): requests of all processes, if "
        "PROMETHEUS_MULTIPROC_DIR is given, the scheduler, the queues, what waits for review."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        from prometheus_client import CollectorRegistry

        asked = CollectorRegistry()
        asked.register(_Fresh())
        host, _colon, port = settings.METRICS_LISTEN.rpartition(":")
        try:
            server, _thread = start_http_server(int(port), host.strip("[]"), registry=asked)
        except OSError as error:
            raise CommandError(
                f"{settings.METRICS_LISTEN} cannot be listened at: {error.strerror}"
            ) from error
        self.stdout.write(f"http://{settings.METRICS_LISTEN}/metrics")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            server.shutdown()
