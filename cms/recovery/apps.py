from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecoveryConfig(AppConfig):
    name = "cms.recovery"
    verbose_name = _("Backup and restore")
