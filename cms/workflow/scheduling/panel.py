"""The administrators' warning on the admin's home page: the scheduler stands still, failed, or was late."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from ..mail.panel import may_see_mail
from . import schedule


class SchedulerPanel(Component):
    """Shown only while there is something to say."""

    name = "scheduler_trouble"
    template_name = "workflow/panels/scheduler.html"
    order = 15

    def __init__(self, health: schedule.Health) -> None:
        self.health = health

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"health": self.health}


def add_panel(request: HttpRequest, panels: list) -> None:
    """Warn those who look after the portal. For ``construct_homepage_panels``."""
    # Whoever is told of mails that fail is told of this, too.
    if may_see_mail(request.user) and (health := schedule.health()):
        panels.append(SchedulerPanel(health))
