from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home and standard pages")

    def ready(self) -> None:
        from cms.caching.signals import shown_to_the_public

        from .models import PortalSettings, ServiceNotice

        for model in (PortalSettings, ServiceNotice):
            shown_to_the_public(model)
