from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("Stories")

    def ready(self) -> None:
        from cms.caching.signals import shown_to_the_public
        from news import keywords
        from news.models import Category

        keywords.connect()
        shown_to_the_public(Category)
