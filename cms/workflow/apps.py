from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "cms.workflow"
    label = "workflow"
    verbose_name = _("Review")

    def ready(self) -> None:
        from . import signals, triggers

        signals.connect()
        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="review_triggers")
