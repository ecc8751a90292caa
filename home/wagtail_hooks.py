"""The notice bar in the admin, and the administrators' panel on its home page."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home import administering_panel
from home.models import ServiceNotice


class ServiceNoticeViewSet(SnippetViewSet):
    """Only whoever holds the rights on ServiceNotice (the administrators) sees it."""

    model = ServiceNotice
    icon = "warning"
    menu_label = _("Service notices")
    menu_name = "service-notices"
    add_to_settings_menu = True
    list_display = ["text", "level", "shown_from", "shown_until"]
    list_filter = ["level"]
    search_fields = ["text"]


register_snippet(ServiceNoticeViewSet)

hooks.register("construct_homepage_panels", administering_panel.add_panel)
