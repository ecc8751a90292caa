"""Every environment variable that the portal reads: what it means, what it is if it is not given, what it may be.

The start is refused by this table, and ``docs/settings.md`` is written from it (``python -m
cms.settings.documentation``). A test compares it with what the settings read and with ``.env.example``: whoever
adds a variable adds one line here.
"""

from dataclasses import dataclass

from . import checks
from .checks import Check


@dataclass(frozen=True)
class Variable:
    """A variable. ``default`` is told; what counts is the settings'. ``secret``: it, or a part of it, is a key."""

    name: str
    meaning: str
    default: str = ""
    example: str = ""
    check: Check = checks.anything
    secret: bool = False
    required: bool = False


_V = Variable
GROUPS: dict[str, list[Variable]] = {
    "Needed in production": [
        _V(
            "SECRET_KEY",
            "Signs sessions and the review's tokens: random, at least 50 characters. A new one logs everybody out.",
            example="python -c 'import secrets; print(secrets.token_urlsafe(60))'",
            secret=True,
            required=True,
        ),
        _V(
            "ALLOWED_HOSTS",
            "The portal's host names, separated by commas.",
            "none",
            "portal.example",
            checks.hosts,
            required=True,
        ),
        _V(
            "DATABASE_URL",
            "The database.",
            "SQLite under `var/` (development)",
            "postgres://user:password@127.0.0.1:5432/portal",
            checks.database_url,
            secret=True,
            required=True,
        ),
        _V(
            "BASE_URL",
            "The public address, for links in mails; the first `setup_portal` gives it to the site.",
            "http://localhost:8000 (development)",
            "https://portal.example",
            checks.url("https", "http", path=False),
            required=True,
        ),
        _V(
            "EMAIL_URL",
            "The mail server. A portal for trying out may keep its mails in a folder: filemail:////srv/portal/var/mail.",
            "no mail is sent (development)",
            "smtp+tls://user:password@mail.example.gov.vn:587",
            checks.mail_url,
            secret=True,
            required=True,
        ),
        _V(
            "DEFAULT_FROM_EMAIL",
            "The sender of mails.",
            "toasoan@localhost (development)",
            "toasoan@portal.example",
            checks.sender,
            required=True,
        ),
    ],
    "The web": [
        _V(
            "CSRF_TRUSTED_ORIGINS",
            "Other addresses from which forms may be sent, separated by commas.",
            "none",
            "https://portal.example",
            checks.every(checks.url("https", "http", path=False)),
        ),
        _V(
            "BEHIND_PROXY",
            "Whether a proxy sets X-Forwarded-Proto and appends to X-Forwarded-For.",
            "false",
            "true",
            checks.truth,
        ),
        _V("SECURE_SSL_REDIRECT", "Whether plain http is sent on to https.", "true", "true", checks.truth),
        _V(
            "SECURE_HSTS_SECONDS",
            "For how long browsers insist on https.",
            "31536000",
            "3600",
            checks.number(0, 10**9),
        ),
        _V(
            "SEARCH_ENGINES_WELCOME",
            "false on a test portal: robots.txt turns crawlers away.",
            "true",
            "false",
            checks.truth,
        ),
        _V(
            "STATIC_ROOT",
            "Where collectstatic puts the files that nginx sends.",
            "var/static",
            "/srv/portal/var/static",
            checks.folder,
        ),
    ],
    "The application's processes (deploy/gunicorn.conf.py)": [
        _V(
            "GUNICORN_BIND",
            "Address and port of this process group. Nobody but nginx should reach it.",
            "127.0.0.1:8001",
            "127.0.0.1:8002",
            checks.listening,
        ),
        _V(
            "GUNICORN_WORKERS",
            "Processes of this group; about two a core over all groups of the machine.",
            "2",
            "4",
            checks.number(1, 64),
        ),
        _V("GUNICORN_THREADS", "Threads in each process.", "4", "4", checks.number(1, 64)),
        _V(
            "WEB_STATEMENT_SECONDS",
            "Seconds after which PostgreSQL ends a request's statement. nginx waits for 60.",
            "55",
            "55",
            checks.number(1, 3600),
        ),
        _V(
            "WEB_LOCK_SECONDS",
            "Seconds for which a request waits for a row that another one holds (PostgreSQL).",
            "20",
            "20",
            checks.number(1, 3600),
        ),
        _V(
            "WEB_IDLE_SECONDS",
            "Seconds after which PostgreSQL ends a request's transaction that does not go on.",
            "60",
            "60",
            checks.number(1, 3600),
        ),
    ],
    "Cache": [
        _V(
            "REDIS_URL",
            "The cache that all processes share. Production wants it, or `none`.",
            "a cache in each process (development)",
            "redis://127.0.0.1:6379/0",
            checks.or_none(checks.url("redis", "rediss", "unix")),
            secret=True,
        ),
        _V(
            "PAGE_CACHE_SECONDS",
            "Seconds until a public page is built anew although nothing was published; 0 keeps none.",
            "60",
            "60",
            checks.number(0, 86_400),
        ),
        _V(
            "PAGE_CACHE_PURGE_URLS",
            "nginx's page caches, emptied (by plain http) when something is published or taken down; with commas. "
            "With BEHIND_PROXY production wants them, or `none` if no proxy keeps pages.",
            "none",
            "http://127.0.0.1:8090/pages/",
            checks.or_none(checks.every(checks.url("http"))),
        ),
    ],
    "Mail": [
        _V(
            "EMAIL_TIMEOUT",
            "Seconds after which a silent mail server counts as down.",
            "10",
            "10",
            checks.number(1, 300),
        ),
    ],
    "Pictures and documents": [
        _V("MEDIA_ROOT", "The folder that keeps them.", "var/media", "/srv/portal/var/media", checks.folder),
        _V(
            "MEDIA_ACCEL_REDIRECT_PREFIX",
            "Behind nginx with deploy/nginx/media.conf, and BEHIND_PROXY=true: nginx sends the bytes.",
            "the portal sends them",
            "/_files/",
            checks.inner_path,
        ),
        _V(
            "MEDIA_S3_BUCKET",
            "A bucket of an S3-compatible storage, in the place of MEDIA_ROOT.",
            "none",
            "portal",
        ),
        _V(
            "MEDIA_S3_ENDPOINT",
            "The storage's address.",
            "Amazon's own",
            "https://s3.example.gov.vn",
            checks.url("https", "http"),
        ),
        _V("MEDIA_S3_REGION", "The storage's region.", "none", "ap-southeast-1"),
        _V("MEDIA_S3_ACCESS_KEY", "The storage's access key.", "the machine's role", "AKIA…", secret=True),
        _V("MEDIA_S3_SECRET_KEY", "The storage's secret key.", "the machine's role", "…", secret=True),
        _V(
            "MEDIA_S3_ADDRESSING",
            "Where the bucket's name stands in an address.",
            "auto",
            "path",
            checks.one_of("auto", "path", "virtual"),
        ),
        _V(
            "MEDIA_S3_PUBLIC_ORIGIN",
            "Where browsers reach the storage, for the Content-Security-Policy.",
            "MEDIA_S3_ENDPOINT",
            "https://files.example.gov.vn",
            checks.url("https", "http", path=False),
        ),
        _V(
            "MEDIA_S3_LINK_SECONDS",
            "Seconds for which a reader's link to an object is good.",
            "30",
            "30",
            checks.number(1, 604_800),
        ),
    ],
    "Watching and backups (docs/monitoring.md, docs/backup.md)": [
        _V("LOG_LEVEL", "What is logged.", "INFO", "WARNING", checks.level),
        _V(
            "LOG_FORMAT",
            "line for people, json for a log collector.",
            "line",
            "json",
            checks.one_of("line", "json"),
        ),
        _V(
            "AUDIT_LOG",
            "The file of who did what to which account (docs/accounts.md), in a folder that is there. Production "
            "wants it, or `none`: the console.",
            "the console (development)",
            "/var/log/portal/audit.log",
            checks.or_none(checks.folder),
        ),
        _V(
            "SENTRY_DSN",
            "Where errors are reported, without personal data. Nothing is reported if empty.",
            "none",
            "https://key@sentry.example.gov.vn/1",
            checks.url("https", "http"),
            secret=True,
        ),
        _V(
            "PROMETHEUS_MULTIPROC_DIR",
            "A folder in memory in which the processes of one machine count their requests for Prometheus.",
            "requests are not counted",
            "/run/portal/metrics",
            checks.folder,
        ),
        _V(
            "METRICS_LISTEN",
            "Address and port of `serve_metrics`. Nobody but Prometheus should reach it.",
            "127.0.0.1:9187",
            "127.0.0.1:9187",
            checks.listening,
        ),
        _V(
            "BACKUP_RECIPIENTS",
            "Public keys of age to which backups are encrypted, separated by commas.",
            "backups are not encrypted",
            "age1…",
            checks.every(checks.age_key),
        ),
    ],
    "Development and tests": [
        _V(
            "DEBUG",
            "Error pages with everything in them; read by the development settings alone.",
            "true",
            "true",
            checks.truth,
        ),
        _V(
            "SECOND_FACTOR_REQUIRED",
            "Whether the demo's accounts need a second factor; read by the development settings alone.",
            "false",
            "true",
            checks.truth,
        ),
        _V("DEMO_PASSWORD", "The demo accounts' password.", "generated and printed", ""),
        _V(
            "TEST_DATABASE_URL",
            "A PostgreSQL for the tests.",
            "SQLite",
            "postgres://postgres@127.0.0.1:5432/postgres",
            checks.database_url,
        ),
    ],
}
VARIABLES = [variable for group in GROUPS.values() for variable in group]


def secret_names() -> list[str]:
    """Return the names of the variables that hold keys: what no backup has and every restore needs."""
    return [variable.name for variable in VARIABLES if variable.secret]
