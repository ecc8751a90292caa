"""Bài của tôi: where each story of the person stands."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..lists.stories import active_stories, story_page


class MyStoriesView(WagtailAdminTemplateMixin, TemplateView):
    """``bai-cua-toi/``: what is on its way first, then everything else, the last changed first."""

    template_name = "workflow/my_stories.html"
    page_title = gettext_lazy("My stories")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("workflow:my_stories"), "label": _("My stories")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            active=active_stories(self.request.user),
            stories=story_page(self.request.user, self.request.GET.get("p")),
            **kwargs,
        )
