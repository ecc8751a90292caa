"""The whole portal as plain processes on loopback: what ``deploy/compose.yaml`` describes, without containers.

nginx with the very configuration of ``deploy/nginx``, two gunicorns, the workers, the scheduler, the purger,
PostgreSQL and Redis – with the settings for production, in a folder of its own.
"""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from . import nginx, servers
from .processes import NotStarted, Service, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
APPLICATIONS = ("web1", "web2")
SERVERS = ("postgres", "redis")
# Everything that runs beside the two applications, with its command (docs/install.md has the same list).
BACKGROUND = {
    "worker-mail": ["db_worker", "--backend", "mail", "--no-reload", "-v", "0"],
    "worker-media": ["db_worker", "--backend", "media", "--no-reload", "-v", "0"],
    "scheduler": ["publish_scheduled", "--every", "60"],
    "purger": ["purge_page_cache", "--every", "1"],
    "metrics": ["serve_metrics"],
}


class Stack:
    """Starts everything in ``start``, ends it in ``stop``; ``services`` has each process by its name.

    Args:
        folder: an empty folder, for all that is written.
        environment: variables of the portal that differ from the stack's own (EMAIL_URL, …).
        background: which of BACKGROUND are started.
    """

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str] | None = None,
        background: tuple[str, ...] = tuple(BACKGROUND),
    ) -> None:
        self.folder, self.background = folder, background
        self.services: dict[str, Service] = {}
        self.https, self.http, self.purging = free_port(), free_port(), free_port()
        self.metrics = free_port()
        self.media, self.static = folder / "media", folder / "static"
        self.cache = folder / "kept" / "pages"
        # Nothing of the caller's own configuration: no DATABASE_URL, no .env.
        self._plain = {
            name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TZ") if name in os.environ
        }
        self._given = environment or {}
        self.environment: dict[str, str] = {}

    @property
    def address(self) -> str:
        """What a reader types."""
        return f"https://localhost:{self.https}"

    @property
    def certificate(self) -> Path:
        """Whom to trust: the certificate that the stack made for itself."""
        return self.folder / "tls.pem"

    def kept_pages(self) -> set[Path]:
        """The files that nginx keeps pages in. Nothing fails where a purge takes a folder away meanwhile."""
        return {
            Path(folder) / name
            for folder, _, names in os.walk(self.cache)
            for name in names
            if len(name) == 32
        }

    def start(self) -> None:
        """Start everything, set the portal up and return when nginx answers. Ends what it began if that fails."""
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        self.folder.chmod(0o755)
        for path in (
            self.folder / "log",
            self.folder / "metrics",
            self.media,
            self.static,
            self.cache.parent,
        ):
            path.mkdir(parents=True, exist_ok=True)
        self.services["postgres"] = servers.postgres(self.folder, self._plain)
        self.services["redis"] = servers.redis(self.folder, self._plain)
        self.services["redis"].start()
        self.environment = self._settings()
        collecting = self.one_off("collectstatic", "--no-input", "-v", "0")
        self.manage("migrate", "--no-input", "-v", "0")
        self.manage("setup_portal")
        if collecting.ended():
            raise NotStarted(f"collectstatic:\n{collecting.log.read_text()[-3000:]}")
        for name in APPLICATIONS:
            self.services[name] = self._application(free_port(), name)
        for name in self.background:
            self.services[name] = self._background(name)
        for service in self.services.values():
            service.start(wait=False)
        for name in APPLICATIONS:
            self.services[name].wait()
        self.services["nginx"] = self._nginx()
        self.services["nginx"].start()

    def supervise(self) -> list[str]:
        """Start again what has ended by itself, as systemd does; returns the names. For whoever breaks nothing."""
        ended = [service for service in self.services.values() if not service.running]
        for service in ended:
            service.start(wait=False)
        return [service.name for service in ended]

    def stop(self) -> None:
        """End everything, in the order in which a machine is shut down: the portal at once, then its servers."""
        for name, service in self.services.items():
            if name not in SERVERS:
                service.tell_to_stop()
        for name in reversed(list(self.services)):
            self.services[name].stop()

    def manage(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        """Run a management command, in the stack's environment or another; returns what it printed.

        Raises:
            NotStarted: it failed; with its output.
        """
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=environment or self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise NotStarted(f"manage.py {arguments[0]}: {done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done.stdout

    def one_off(self, *arguments: str, environment: dict[str, str] | None = None) -> Service:
        """Start a management command beside the others and return it while it runs."""
        return self.beside([sys.executable, "manage.py", *arguments], environment=environment)

    def beside(
        self, command: list[str], *, environment: dict[str, str] | None = None, port: int = 0
    ) -> Service:
        """Start a process that is no part of the stack; returned while it runs, if it has a port when it answers."""
        service = Service(
            command[-1],
            command,
            log=self.folder / "log" / "one-off.log",
            environment=environment or self.environment,
            folder=ROOT,
            port=port,
        )
        service.start()
        return service

    def applications(self) -> list[Service]:
        return [self.services[name] for name in APPLICATIONS]

    def _settings(self) -> dict[str, str]:
        return {
            **self._plain,
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(60),
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "BASE_URL": self.address,
            "EMAIL_URL": f"filemail:///{self.folder / 'mail'}",
            "DEFAULT_FROM_EMAIL": "toasoan@portal.example",
            "CSRF_TRUSTED_ORIGINS": f"{self.address},https://127.0.0.1:{self.https}",
            "DATABASE_URL": f"postgres://portal@127.0.0.1:{self.services['postgres'].port}/portal",
            "REDIS_URL": f"redis://127.0.0.1:{self.services['redis'].port}/0",
            "MEDIA_ROOT": str(self.media),
            "MEDIA_ACCEL_REDIRECT_PREFIX": "/_files/",
            "STATIC_ROOT": str(self.static),
            "BEHIND_PROXY": "true",
            "PAGE_CACHE_PURGE_URLS": f"http://127.0.0.1:{self.purging}/pages/",
            "AUDIT_LOG": str(self.folder / "log" / "audit.log"),
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "metrics"),
            "METRICS_LISTEN": f"127.0.0.1:{self.metrics}",
            "PYTHONUNBUFFERED": "1",
            **self._given,
        }

    def _application(self, port: int, name: str) -> Service:
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "cms.wsgi"]
        environment = {**self.environment, "GUNICORN_BIND": f"127.0.0.1:{port}"}
        log = self.folder / "log" / f"{name}.log"
        return Service(name, command, log=log, environment=environment, folder=ROOT, port=port)

    def _background(self, name: str) -> Service:
        command = [sys.executable, "manage.py", *BACKGROUND[name]]
        log = self.folder / "log" / f"{name}.log"
        return Service(name, command, log=log, environment=self.environment, folder=ROOT)

    def write_nginx(self, **other: str) -> Path:
        """Write nginx's configuration, with ``PORTAL_…`` values that differ; returns the main file."""
        if not self.certificate.exists():
            nginx.certificate(self.folder)
        made, key = self.certificate, self.certificate.with_suffix(".key")
        user = servers.account("www-data")
        if user:
            shutil.chown(self.cache.parent, user)
        first, second = (
            f"server 127.0.0.1:{service.port} max_fails=1 fail_timeout=2s" for service in self.applications()
        )
        values = {
            "PORTAL_NAMES": "localhost 127.0.0.1 [::1]",
            "PORTAL_IPV4": "127.0.0.1",
            "PORTAL_IPV6": "[::1]",
            "PORTAL_HTTP_PORT": str(self.http),
            "PORTAL_HTTPS_PORT": str(self.https),
            "PORTAL_HTTPS_SUFFIX": f":{self.https}",
            "PORTAL_HSTS_SECONDS": "31536000",
            "PORTAL_CERTIFICATE": str(made),
            "PORTAL_CERTIFICATE_KEY": str(key),
            "PORTAL_ACME": str(self.folder / "acme"),
            "PORTAL_UPSTREAM": f"{first}; {second} backup;",
            "PORTAL_UPSTREAM_NEWSROOM": f"{second}; {first} backup;",
            "PORTAL_ADMIN_ACCESS": "allow all;",
            "PORTAL_WATCHERS": "",
            "PORTAL_PURGE_LISTEN": f"127.0.0.1:{self.purging}",
            "PORTAL_PURGE_ACCESS": "allow 127.0.0.1;",
            "PORTAL_ACCESS_LOG": str(self.folder / "log" / "nginx-access.log"),
            "PORTAL_CACHE": str(self.cache),
            "PORTAL_STATIC": str(self.static),
            "PORTAL_MEDIA": str(self.media),
            "PORTAL_NGINX": str(self.folder / "nginx"),
            **other,
        }
        return nginx.configure(self.folder, values, user=user or "")

    def _nginx(self) -> Service:
        main = self.write_nginx()
        return Service(
            "nginx",
            [servers.program("nginx"), "-c", str(main), "-p", str(self.folder)],
            log=self.folder / "log" / "nginx.log",
            environment=self._plain,
            folder=self.folder,
            port=self.https,
        )
