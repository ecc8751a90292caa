"""The administrators' panel on the admin's home page: the ways to what they look after."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from home.models import PortalSettings


@dataclass(frozen=True)
class Way:
    """A link of the panel, for those with ``right``. ``address`` is the name of a view and its arguments."""

    label: Any
    icon: str
    right: str
    address: tuple[str, ...]


WAYS = (
    Way(_("Accounts"), "user", "accounts.change_user", ("wagtailusers_users:index",)),
    Way(_("Safety of accounts"), "lock", "accounts.change_user", ("accounts_safety",)),
    Way(
        PortalSettings._meta.verbose_name,
        "site",
        "home.change_portalsettings",
        ("wagtailsettings:edit", "home", "portalsettings"),
    ),
    Way(_("Categories"), "list-ul", "news.change_category", ("wagtailsnippets_news_category:list",)),
    Way(
        _("Service notices"),
        "warning",
        "home.change_servicenotice",
        ("wagtailsnippets_home_servicenotice:list",),
    ),
)


class AdministeringPanel(Component):
    """Shown to whoever looks after accounts: without it their home page would be empty on most days."""

    name = "administering"
    template_name = "accounts/administering_panel.html"
    order = 120

    class Media:
        css = {"all": ["css/queue.css"]}

    def __init__(self, ways: list[tuple[str, Way]]) -> None:
        self.ways = ways

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"ways": self.ways}


def add_panel(request: HttpRequest, panels: list) -> None:
    """Put the panel on the home page of administrators. For ``construct_homepage_panels``."""
    if not request.user.has_perm("accounts.change_user"):
        return
    ways = [way for way in WAYS if request.user.has_perm(way.right)]
    panels.append(AdministeringPanel([(reverse(way.address[0], args=way.address[1:]), way) for way in ways]))
