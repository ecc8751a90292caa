from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "media"
    verbose_name = _("Pictures and documents")

    def ready(self) -> None:
        from . import closed_files, document_chooser, signals

        signals.connect()
        document_chooser.install()
        closed_files.install()
        post_migrate.connect(_fill_public_use, sender=self, dispatch_uid="media_fill_public_use")


def _fill_public_use(plan: list[tuple[Any, bool]] | None = None, **kwargs: Any) -> None:
    """Fill the table of public files when it is made in a portal that has been public before.

    No migration could: what a page shows is known by the pages as they are now, not as they were then.
    """
    if any(
        step.name == "0004_public_use" and step.app_label == "media" and not back for step, back in plan or []
    ):
        from . import public_use

        for _difference in public_use.differences(repair=True):
            pass
