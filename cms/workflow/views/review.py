"""The review page: the text, what changed in it, and the decision, on one screen."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component

from .. import service
from ..forms.deciding import ConfirmForm, DecisionForm, RefuseForm, ReturnForm, SignForm
from ..lists.stories import LABELS
from ..lists.waiting import kind_of
from ..models import Decision, ReviewRequest
from ..rules import OPEN_STATES, Action, State, Verdict, completing_approvers
from .deciding import PATIENCE, PageScreen, names_of
from .reading import reading

FORMS: dict[str, tuple[type[DecisionForm], Action]] = {
    "sign": (SignForm, Action.SIGN),
    "confirm": (ConfirmForm, Action.CONFIRM),
    "refuse": (RefuseForm, Action.REFUSE),
    "return": (ReturnForm, Action.RETURN),
}
OFFERED = (
    Action.EDIT,
    Action.PUBLISH_URGENTLY,
    Action.REQUEST,
    Action.WITHDRAW,
    Action.REVIEW_AFTERWARDS,
    Action.CANCEL_SCHEDULE,
    Action.TAKE_DOWN,
)


class ReviewView(PageScreen):
    """``duyet/<page>/``: read, then sign, return, confirm or refuse."""

    template_name = "workflow/review.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        act = request.POST.get("act", "")
        if act == "withdraw":
            return self.withdraw()
        if act not in FORMS:
            return redirect("workflow:review", self.page.pk)
        form = FORMS[act][0](request.POST, prefix=act)
        form.is_valid()
        outcome = None if form.errors else self.decide(act, form)
        if outcome is None:
            return self.again(form, bound=form)
        messages.success(request, done(act, self.title, outcome))
        return redirect(self.home())

    def decide(self, act: str, form: DecisionForm) -> service.Outcome | None:
        round_id = self.loaded.task_state.pk if self.loaded.task_state else 0
        token, text = self.request.POST.get("token"), form.cleaned_data.get("text", "")
        verbs: dict[str, Callable[..., service.Outcome]] = {
            "sign": partial(service.sign, seconds=PATIENCE),
            "confirm": partial(service.confirm, seconds=PATIENCE),
            "refuse": service.refuse,
            "return": service.return_page,
        }
        return self.attempt(verbs[act], round_id, self.request.user, token, text)

    def withdraw(self) -> HttpResponse:
        round_id = self.loaded.task_state.pk if self.loaded.task_state else 0
        outcome = self.attempt(service.withdraw, round_id, self.request.user)
        if outcome is None:
            return self.render_to_response(self.get_context_data())
        messages.success(self.request, done("withdraw", self.title, outcome))
        return redirect(self.home())

    def get_context_data(self, bound: DecisionForm | None = None, **kwargs: Any) -> dict[str, Any]:
        before = self.shown_before(self.request.POST.get("token", "")) if self.changed else None
        forms = {act: self.form(act, bound) for act in FORMS if self.verdict(FORMS[act][1])}
        offered = {action.value: bool(self.verdict(action)) for action in OFFERED}
        lost = bound.said() if bound is not None and bound.act not in forms else ""
        if bound is not None and bound.act not in forms:
            self.text_problem = ""  # no box of its own is left: the sentence stands above
        panels = self.panels()
        return super().get_context_data(
            state_label=self.state_label(),
            kind=kind_of(self.page),
            reading=reading(self, before=before, wanted=self.request.GET.get("tu", "")),
            contributors=names_of(self.case.contributors),
            submitter=names_of([self.case.submitter]),
            history=list(Decision.objects.filter(page_id=self.page.pk).order_by("-id")[:50]),
            review_request=self.review_request(),
            forms=forms,
            # It names what is shown now: after a change, the next click decides on the new text.
            token=self.token(),
            bound_act=bound.act if bound else "",
            typed=lost,
            sign_refused=self.sign_refused(forms),
            completes=self.person.id in completing_approvers(self.case),
            go_live_at=self.hour(),
            in_review=self.case.state in OPEN_STATES,
            may=offered,
            offers=any(offered.values()),
            now=timezone.now(),
            panels=panels,
            panel_media=sum((panel.media for panel in panels), Media()),
            **kwargs,
        )

    def panels(self) -> list[Component]:
        """Return what other rooms put between the text and the decision.

        They register ``construct_review_panels``, a hook of (request, page, panels), as for Wagtail's home page.
        """
        panels: list[Component] = []
        for construct in hooks.get_hooks("construct_review_panels"):
            construct(self.request, self.page, panels)
        return panels

    def form(self, act: str, bound: DecisionForm | None) -> DecisionForm:
        """Return an act's form; what was typed into it stays."""
        return bound if bound is not None and bound.act == act else FORMS[act][0](prefix=act)

    def sign_refused(self, forms: dict[str, DecisionForm]) -> object:
        """Return why an approver finds no button to sign, if the page waits for signatures."""
        if (
            "sign" in forms
            or "confirm" in forms
            or self.case.state not in OPEN_STATES
            or not self.person.approver
        ):
            return ""
        verdict: Verdict = self.verdict(Action.SIGN)
        return verdict.sentence

    def hour(self) -> Any:
        """Return the hour that the shown version asks for, if it lies ahead."""
        revision = self.loaded.revision
        hour = revision.as_object().go_live_at if revision else None
        return hour if hour and hour > timezone.now() else None

    def review_request(self) -> ReviewRequest | None:
        state = self.loaded.task_state
        return ReviewRequest.objects.filter(task_state=state).first() if state else None

    def state_label(self) -> str:
        if self.case.state is State.DRAFT and self.case.ever_published and not self.page.live:
            return _("Taken down")
        return str(LABELS[self.case.state])


def done(act: str, title: str, outcome: service.Outcome) -> str:
    """Return the sentence that says what happened, and who must act next."""
    names = {"title": title, "who": names_of(outcome.waits_for)}
    if act == "return":
        return _("“%(title)s” was returned to %(who)s.") % names
    if act == "withdraw":
        return _("“%(title)s” was withdrawn: you can go on writing.") % names
    if act == "refuse":
        return _("The correction of “%(title)s” was refused; it is back in review with %(who)s.") % names
    if outcome.state is State.TO_CONFIRM:
        return _("Your signature on “%(title)s” is recorded. It still waits for %(who)s.") % names
    if outcome.state is State.SCHEDULED:
        return _("“%(title)s” carries its two signatures and will be published at its hour.") % names
    return _("“%(title)s” carries its two signatures and is published.") % names
