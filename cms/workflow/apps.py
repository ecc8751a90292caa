from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    name = "cms.workflow"
    label = "workflow"
    verbose_name = _("Review")

    def ready(self) -> None:
        from wagtail.admin.views.account import NotificationsSettingsPanel

        from cms.caching.signals import shown_to_the_public

        from . import signals, triggers
        from .mail.preference import CommentMailForm

        signals.connect()
        # A withdrawn text leaves the public for good without any page being unpublished.
        shown_to_the_public(self.get_model("TakeDown"))
        NotificationsSettingsPanel.form_class = CommentMailForm
        pre_migrate.connect(triggers.remove_before_migrate, sender=self, dispatch_uid="review_triggers_away")
        post_migrate.connect(triggers.install_after_migrate, sender=self, dispatch_uid="review_triggers")
