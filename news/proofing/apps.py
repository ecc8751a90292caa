from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProofingConfig(AppConfig):
    name = "news.proofing"
    label = "proofing"
    verbose_name = _("Proofreading")

    def ready(self) -> None:
        from . import side_panel

        side_panel.offer_in_the_editor()
