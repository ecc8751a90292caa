"""``tin-hoi-nghi/mau/<story>/``: asks once, then makes the draft."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from news.models import StoryPage
from news.models.listing import LARGEST_ID

from .templates import draft_after, may_use
from .views import WritersScreen


class UseAsTemplateView(WritersScreen):
    """What is kept and what is emptied is said before anything is made."""

    template_name = "news/events/use_as_template.html"
    page_title = gettext_lazy("Use as a template")
    header_icon = "copy"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        number = kwargs["story_id"]
        self.story = get_object_or_404(StoryPage, pk=number if number <= LARGEST_ID else 0)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        if not may_use(request.user, self.story):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = draft_after(self.story, request.user)
        messages.success(
            request, _("The draft is made. Give it a title of its own and the day of the event.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.story.owner_id == self.request.user.pk
        title = self.story.draft_title if own else self.story.title
        return super().get_context_data(story=self.story, title=title, **kwargs)
