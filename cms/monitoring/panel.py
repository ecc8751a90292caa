"""The administrators' warning on the admin's home page: a worker or the purger does not run, a night's work is wanting.

The scheduler has its own (cms/workflow/scheduling/panel.py), which names the pages that wait.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.workflow.mail.panel import may_see_mail

from . import heartbeat


class ProcessesPanel(Component):
    """Shown only while there is something to say."""

    name = "processes_trouble"
    template_name = "monitoring/panel.html"
    order = 16

    def __init__(
        self,
        queues: dict[str, heartbeat.Beat],
        purger: heartbeat.Beat | None,
        backup: heartbeat.Beat | None,
        register: heartbeat.Beat | None,
    ) -> None:
        self.queues, self.purger, self.backup, self.register = queues, purger, backup, register

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "mail": _minutes(self.queues.get("mail")),
            "media": _minutes(self.queues.get("media")),
            "purger": self.purger is not None,
            "backup": self.backup,
            "register": self.register,
            "trouble": bool(self.queues or self.purger or _wanting(self.backup) or _wanting(self.register)),
        }


def _wanting(beat: heartbeat.Beat | None) -> bool:
    # A portal that is new has none yet, which is no trouble.
    return beat is not None and beat.state != "never"


def _minutes(beat: heartbeat.Beat | None) -> int:
    return (beat.seconds or 0) // 60 if beat else 0


def add_panel(request: HttpRequest, panels: list) -> None:
    """Warn those who look after the portal. For ``construct_homepage_panels``."""
    # Whoever is told of mails that fail is told of this, too.
    if not may_see_mail(request.user):
        return
    waiting = {name: beat for name, beat in heartbeat.queues().items() if beat.state == "waiting"}
    purger = heartbeat.purger()
    silent = purger if purger and purger.state == "silent" else None
    backup, register = (
        beat if beat.state != "ok" else None for beat in (heartbeat.backup(), heartbeat.register())
    )
    if waiting or silent or backup or register:
        panels.append(ProcessesPanel(waiting, silent, backup, register))
