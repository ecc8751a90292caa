"""Đăng khẩn: a page of its own that asks once more, and for the reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from .. import service
from ..forms.deciding import UrgentForm
from ..rules import Action
from .deciding import PATIENCE, PageScreen
from .reading import reading


class UrgentView(PageScreen):
    """``duyet/<page>/dang-khan/``: publish on one approver's signature."""

    template_name = "workflow/urgent.html"
    page_title = gettext_lazy("Publish urgently")
    header_icon = "warning"
    for_approvers_only = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verdict = self.verdict(Action.PUBLISH_URGENTLY)
        if not verdict:
            messages.error(request, verdict.sentence)
            return redirect("workflow:review", self.page.pk)
        return self.render_to_response(self.get_context_data(form=UrgentForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UrgentForm(request.POST)
        outcome = None
        if form.is_valid():
            round_id = self.loaded.task_state.pk if self.loaded.task_state else 0
            outcome = self.attempt(
                service.publish_urgently,
                round_id,
                request.user,
                request.POST.get("token"),
                form.cleaned_data["text"],
                seconds=PATIENCE,
            )
        if outcome is None:
            return self.again(form, form=form)
        messages.success(
            request,
            _("“%(title)s” is published urgently. Another approver must review it.") % {"title": self.title},
        )
        return redirect(self.home())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = self.shown_before(self.request.POST.get("token", "")) if self.changed else None
        return super().get_context_data(
            reading=reading(self, before=before),
            token=self.token(),
            possible=self.verdict(Action.PUBLISH_URGENTLY),
            **kwargs,
        )
