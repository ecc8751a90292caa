from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "cms.monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        from django.conf import settings

        if settings.SENTRY_DSN:
            from . import reports

            reports.start(settings.SENTRY_DSN)
