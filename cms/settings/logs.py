"""What is written down and told: logs, the audit log, error reports, figures (docs/monitoring.md)."""

from typing import Any

from .environment import env, unless_none

# Every save queues two index tasks: their start and end are no news.
LOGGERS: dict[str, Any] = {
    "django_tasks": {"level": "WARNING"},
    "django_tasks_db": {"level": "WARNING"},
    # Axes' own lines say in its words what the audit log says.
    "axes": {"level": "ERROR"},
    # Who did what to which account (docs/accounts.md), apart from the rest: it is kept for twelve months.
    "audit": {"handlers": ["audit"], "level": "INFO", "propagate": False},
}
AUDIT_LOG = unless_none(env("AUDIT_LOG", default=""))
FORMATTERS: dict[str, Any] = {
    "line": {
        "()": "cms.monitoring.logs.LineFormatter",
        "format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s",
    },
    "json": {"()": "cms.monitoring.logs.JsonFormatter"},
}
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        **FORMATTERS,
        "audit": {"()": "cms.accounts.audit.LineFormatter"},
    },
    "filters": {"request_number": {"()": "cms.monitoring.logs.RequestNumber"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env("LOG_FORMAT", default="line"),
            "filters": ["request_number"],
        },
        # A file that logrotate may move away, or the console.
        "audit": {
            "formatter": "audit",
            **(
                {"class": "logging.handlers.WatchedFileHandler", "filename": AUDIT_LOG, "delay": True}
                if AUDIT_LOG
                else {"class": "logging.StreamHandler"}
            ),
        },
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": LOGGERS,
}
# Errors are reported there (cms/monitoring/reports.py); what Prometheus asks for is told here.
SENTRY_DSN = env("SENTRY_DSN", default="")
METRICS_LISTEN = env("METRICS_LISTEN", default="127.0.0.1:9187")
