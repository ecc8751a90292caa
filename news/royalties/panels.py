"""The royalties on other people's screens: the review page, the admin's home page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from news.models import StoryPage

from . import rules
from .lines import Line
from .story_view import rows_for


class ReviewPagePanel(Component):
    """The coefficients of the story that is being reviewed."""

    name = "royalties"
    order = 100
    template_name = "news/royalties/review_panel.html"

    class Media:
        css = {"all": ["css/royalties.css"]}
        js = ["js/royalties.js"]

    def __init__(self, story: StoryPage, user: Any, back_to: str) -> None:
        self.rows = rows_for(user, story)
        self.story, self.back_to = story, back_to

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "request": parent_context.get("request") if parent_context else None,
            "csrf_token": parent_context.get("csrf_token") if parent_context else "",
            "rows": self.rows,
            "story": self.story,
            "unset": sum(row["line"].coefficient is None for row in self.rows),
            "can_save": any(row["form"] for row in self.rows),
            "action": reverse("royalties_story", args=[self.story.pk]),
            "next": self.back_to,
        }


class WaitingPanel(Component):
    """How much is unpaid for 45 and for 60 days, and whether a rate is missing."""

    name = "royalties_waiting"
    order = 130
    template_name = "news/royalties/waiting_panel.html"

    def __init__(self, lines: list[Line], *, rate_missing: bool) -> None:
        today = timezone.localdate()
        self.due = sum(line.age(today) is rules.Age.DUE for line in lines)
        self.soon = len(lines) - self.due
        self.rate_missing = rate_missing

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"due": self.due, "soon": self.soon, "rate_missing": self.rate_missing}
