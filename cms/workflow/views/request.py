"""Urgency, due time and note: what the person who submitted may still change while nobody has signed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from .. import service
from ..forms.request import RequestForm
from ..models import ReviewRequest
from ..rules import Action
from .deciding import PageScreen


class RequestView(PageScreen):
    """``duyet/<page>/yeu-cau/``: for the submitter and the owner."""

    template_name = "workflow/request.html"
    page_title = gettext_lazy("Urgency, due time and note")
    header_icon = "comment"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verdict = self.verdict(Action.REQUEST)
        if not verdict:
            messages.error(request, verdict.sentence)
            return redirect("workflow:review", self.page.pk)
        return self.render_to_response(self.get_context_data(form=RequestForm(known=self.known())))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RequestForm(request.POST, known=self.known())
        if not form.is_valid() or self.change(form) is None:
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(
            request, _("The approvers see your change to “%(title)s” at once.") % {"title": self.title}
        )
        return redirect("workflow:review", self.page.pk)

    def change(self, form: RequestForm) -> service.Outcome | None:
        round_id = self.loaded.task_state.pk if self.loaded.task_state else 0
        return self.attempt(service.change_request, round_id, self.request.user, **form.asked())

    def known(self) -> ReviewRequest | None:
        """Return what was asked so far."""
        state = self.loaded.task_state
        return ReviewRequest.objects.filter(task_state=state).first() if state else None
