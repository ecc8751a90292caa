"""Gỡ bài and Hủy hẹn giờ: an approver alone takes back what is public, or about to be."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from .. import service
from ..forms.deciding import KIND_EXPLAINED, ReasonForm, TakeDownForm
from ..models import TakeDown
from ..public_notice import current_take_down
from ..rules import Action
from .deciding import PageScreen


class TakeBackView(PageScreen):
    """A form with a reason, for an act that the rules allow to approvers."""

    action: Action
    for_approvers_only = True
    form_class: type = ReasonForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verdict = self.verdict(self.action)
        if not verdict:
            messages.error(request, verdict.sentence)
            return redirect("workflow:review", self.page.pk)
        return self.render_to_response(self.get_context_data(form=self.form_class()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid() or self.act(form) is None:
            return self.again(form, form=form)
        messages.success(request, self.done() % {"title": self.title})
        return redirect(self.home())

    def act(self, form: Any) -> service.Outcome | None:
        raise NotImplementedError

    def done(self) -> str:
        raise NotImplementedError


class TakeDownView(TakeBackView):
    """``duyet/<page>/go-bai/``: says plainly what readers find afterwards."""

    action = Action.TAKE_DOWN
    form_class = TakeDownForm
    template_name = "workflow/take_down.html"
    page_title = gettext_lazy("Take down")
    header_icon = "bin"

    @property
    def title(self) -> str:
        # A draft's title is written into the row of a page that is not public.
        standing = current_take_down(self.page)
        return standing.page_title if standing else self.page.title

    def act(self, form: TakeDownForm) -> service.Outcome | None:
        data = form.cleaned_data
        return self.attempt(
            service.take_down,
            self.page.pk,
            self.request.user,
            data["kind"],
            data["text"],
            target=data.get("target"),
        )

    def done(self) -> str:
        return _("“%(title)s” is taken down. It comes back only through review.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.POST.get("kind", "")
        kinds = [
            {"value": value, "label": label, "explained": KIND_EXPLAINED[value], "chosen": value == chosen}
            for value, label in TakeDown.Kind.choices
            # What is withdrawn already can only leave the public altogether.
            if self.page.live or value != TakeDown.Kind.WITHDRAWN
        ]
        return super().get_context_data(kinds=kinds, public_url=self.page.url, **kwargs)


class CancelScheduleView(TakeBackView):
    """``duyet/<page>/huy-hen-gio/``: before the hour; afterwards it is a draft again."""

    action = Action.CANCEL_SCHEDULE
    template_name = "workflow/cancel_schedule.html"
    page_title = gettext_lazy("Cancel the schedule")
    header_icon = "calendar-alt"

    def act(self, form: ReasonForm) -> service.Outcome | None:
        return self.attempt(
            service.cancel_schedule, self.page.pk, self.request.user, form.cleaned_data["text"]
        )

    def done(self) -> str:
        return _("“%(title)s” is taken out of the schedule; it is a draft again.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision = self.page.scheduled_revision
        return super().get_context_data(hour=revision.approved_go_live_at if revision else None, **kwargs)
