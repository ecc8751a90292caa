"""``nhuan-but/bai/<page>/``: the coefficients of one story; the same form stands on the review page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news.models import StoryPage

from . import deciding, people, rules
from .forms import CoefficientForm
from .lines import Tables, lines_to_set
from .models import RoyaltyChange


def rows_for(user: Any, story: StoryPage, data: Any = None) -> list[dict[str, Any]]:
    """Return the lines of a story, each with its form, or with the sentence why there is none."""
    tables, own = Tables.load(), people.names_that_may_be(user)
    rows = []
    for line in lines_to_set(story):
        refusal = rules.refusal_to_set(approver=True, own=line.key in own, paid=line.paid)
        rows.append(
            {
                "line": line,
                "refusal": refusal,
                "form": None if refusal else CoefficientForm(line, tables, data),
            }
        )
    return rows


class StoryRoyaltiesView(WagtailAdminTemplateMixin, TemplateView):
    """For approvers in their own right, before the publication or after it."""

    template_name = "news/royalties/story.html"
    page_title = gettext_lazy("Royalties of a story")
    header_icon = "pick"

    def dispatch(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> HttpResponseBase:
        if not people.may_set(request.user):
            raise PermissionDenied
        self.story = get_object_or_404(StoryPage, pk=page_id)
        self.rows = rows_for(request.user, self.story, request.POST if request.method == "POST" else None)
        self.problem = ""
        return super().dispatch(request, *args, page_id=page_id, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        forms = [row["form"] for row in self.rows if row["form"]]
        if any(form.errors for form in forms):
            return self.again()
        wanted = [form.wanted for form in forms if form.wanted]
        try:
            changed = deciding.set_coefficients(request.user, self.story, wanted)
        except deciding.Refused as refusal:
            self.problem = str(refusal)
            return self.again()
        if request.headers.get("X-Requested-With") == "fetch":
            return HttpResponse(status=204)
        if changed:
            messages.success(request, _("The royalties of “%(title)s” are saved.") % {"title": self.title})
        else:
            messages.info(request, _("Nothing has changed."))
        return redirect(self.next_address())

    def again(self) -> HttpResponse:
        """Show what was typed again, with what is wrong."""
        return self.render_to_response(self.get_context_data(), status=422)

    @property
    def title(self) -> str:
        return self.story.draft_title or self.story.title

    def next_address(self) -> str:
        """Return where the person came from, if it is one of the admin's pages."""
        wanted = self.request.POST.get("next", "")
        inside = wanted.startswith(reverse("wagtailadmin_home"))
        if inside and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            return wanted
        return self.request.path

    def get_page_subtitle(self) -> str:
        return self.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("royalties"), "label": _("Royalties")},
            {"url": "", "label": self.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=self.rows,
            story=self.story,
            problem=self.problem,
            can_save=any(row["form"] for row in self.rows),
            action=self.request.path,
            next=self.request.POST.get("next", ""),
            changes=RoyaltyChange.objects.filter(story_id=self.story.pk).order_by("-pk")[:100],
            **kwargs,
        )
