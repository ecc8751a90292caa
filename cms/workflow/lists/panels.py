"""The panels of the admin's home page: what waits for me, what I wrote, what goes wrong."""

from functools import cached_property
from typing import Any

from wagtail.admin.ui.components import Component

from .. import people
from ..cases import LoadedCase
from .stories import PER_PAGE, active_stories, pages_of, stories_from
from .waiting import open_cases, queue_for, stuck, urgents_for

ON_HOME = 8


class ReviewPanel(Component):
    """A panel that hides when it has nothing to say."""

    class Media:
        css = {"all": ["css/queue.css"]}

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"request": parent_context["request"], "user": user, **self.content(user)}

    def content(self, user: Any) -> dict[str, Any]:
        raise NotImplementedError

    def render_html(self, parent_context: Any = None) -> str:
        html = super().render_html(parent_context)
        return html if html.strip() else ""


class OpenCases:
    """What is with the approvers, read once for all panels of a home page, if any of them asks."""

    @cached_property
    def loaded(self) -> dict[int, LoadedCase]:
        return open_cases()


class OpenCasesPanel(ReviewPanel):
    """A panel about what is with the approvers."""

    def __init__(self, opened: OpenCases) -> None:
        self.opened = opened


class StuckPanel(OpenCasesPanel):
    """For whoever looks after the accounts: stories that nobody can sign."""

    name = "review_stuck"
    order = 50
    template_name = "workflow/panels/stuck.html"

    def content(self, user: Any) -> dict[str, Any]:
        return {"entries": stuck(self.opened.loaded) if user.has_perm("accounts.change_user") else []}


class UrgentPanel(ReviewPanel):
    """For every approver: urgent publications that wait for their second signature."""

    name = "review_urgent"
    order = 60
    template_name = "workflow/panels/urgent.html"

    def content(self, user: Any) -> dict[str, Any]:
        return {"urgents": urgents_for(user) if people.is_approver(user) else []}


class QueuePanel(OpenCasesPanel):
    """Chờ tôi duyệt."""

    name = "review_queue"
    order = 100
    template_name = "workflow/panels/queue.html"

    def content(self, user: Any) -> dict[str, Any]:
        entries = queue_for(user, self.opened.loaded)
        return {
            "entries": entries[:ON_HOME],
            "more": len(entries) - ON_HOME,
            "approver": people.is_approver(user),
        }


class MyStoriesPanel(ReviewPanel):
    """Bài của tôi."""

    name = "review_my_stories"
    order = 110
    template_name = "workflow/panels/my_stories.html"

    def content(self, user: Any) -> dict[str, Any]:
        active = active_stories(user)[:PER_PAGE]
        shown = {story.page.pk for story in active}
        room = max(0, ON_HOME - len(active))
        others = stories_from(pages_of(user).exclude(pk__in=shown)[:room], user) if room else []
        return {"stories": [*active, *others]}
