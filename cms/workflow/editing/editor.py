"""What the review changes in the page editor: its actions, and saves that overlap a decision."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, CancelWorkflowMenuItem, SubmitForModerationMenuItem
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from .. import cases, order, people, service
from ..acts import rounds
from ..lists.stories import name_list
from ..models import Decision
from ..rules import OPEN_STATES, Action, Case, Person, State, Verdict, may
from . import submission

# Publication and decisions have screens of their own; Wagtail's "restart" is a withdrawal and a submission.
TAKEN_AWAY = frozenset({"action-publish", "action-unpublish", "action-restart-workflow"})


class SubmitItem(SubmitForModerationMenuItem):
    """Gửi duyệt."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "label": _("Submit for review")}


class WithdrawItem(CancelWorkflowMenuItem):
    """Rút lại. Wagtail's own button, where the rules allow it; ``record_withdrawal`` hears it."""

    label = gettext_lazy("Withdraw")
    icon_name = "rotate"

    def is_shown(self, context: dict[str, Any]) -> bool:
        if not super().is_shown(context):
            return False
        return bool(_may_withdraw(context["page"], context["request"].user))


def _may_withdraw(page: Page, user: Any) -> Verdict:
    loaded = cases.load(page)
    return may(loaded.case, people.as_person(user, page, loaded.task), Action.WITHDRAW)


@dataclass(frozen=True)
class ReviewLink:
    """A link to one of the review's screens. ``leads``: it is what the person most likely came for."""

    label: str
    url: str
    icon_name: str
    leads: bool = False


class LinkItem(ActionMenuItem):
    """Such a link as an entry of the editor's menu."""

    def __init__(self, link: ReviewLink, order: int) -> None:
        super().__init__(order=order)
        self.label, self.url, self.icon_name = link.label, link.url, link.icon_name

    def get_url(self, parent_context: Any) -> str:
        return self.url


def shape_menu(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave in the editor's menu what a person can do there, and lead to the review's screens."""
    items[:] = [ours for item in items if item.name not in TAKEN_AWAY for ours in _ours(item, context)]
    page = context.get("page")
    if page is None or not page.pk or context["view"] != "edit":
        return
    links = links_for(page, request.user, alone=True)
    first = [LinkItem(link, order=-10) for link in links if link.leads]
    items[:] = [*first, *items, *(LinkItem(link, order=70) for link in links if not link.leads)]


def _ours(item: ActionMenuItem, context: dict[str, Any]) -> list[ActionMenuItem]:
    """Return what stands in the menu in the place of one of Wagtail's entries."""
    if type(item) is SubmitForModerationMenuItem:
        return [SubmitItem(order=item.order), submission.SubmitWithRequestItem(order=item.order)]
    if type(item) is CancelWorkflowMenuItem:
        # Wagtail asks its own items before it shows the menu to its hooks, and asks no more.
        ours = WithdrawItem(order=item.order)
        return [ours] if ours.is_shown(context) else []
    return [item]


def links_for(page: Page, user: Any, *, alone: bool = False) -> list[ReviewLink]:
    """Return the links to what that person may do with the page.

    Lists ask this for every row, so it makes no query of its own: where the page stands comes from what
    Wagtail's lists have fetched with it.

    Args:
        page: the page.
        user: who looks.
        alone: the page is no row of a list: what costs a query, too – a withdrawn text that is still readable.
    """
    if not approves(user):
        return []
    gone = alone and not page.live and page.first_published_at is not None
    withdrawn = gone and page.pk in order.withdrawn([page.pk])
    case = Case(state=_state_in_list(page), content="", live=page.live, withdrawn=withdrawn)
    person = Person(user.pk, user.is_active, approver=True)
    links = []
    if case.state in OPEN_STATES:
        links.append(_link(_("Review"), "review", page, "clipboard-list", leads=True))
    if may(case, person, Action.CANCEL_SCHEDULE):
        links.append(_link(_("Cancel the schedule"), "cancel_schedule", page, "calendar-alt", leads=True))
    if may(case, person, Action.TAKE_DOWN):
        links.append(_link(_("Take down"), "take_down", page, "bin"))
    return links


def _link(label: str, name: str, page: Page, icon_name: str, *, leads: bool = False) -> ReviewLink:
    return ReviewLink(label, reverse(f"workflow:{name}", args=[page.pk]), icon_name, leads)


def _state_in_list(page: Page) -> State:
    if page.workflow_in_progress:
        return State.IN_REVIEW
    return State.SCHEDULED if page.approved_schedule else State.DRAFT


def approves(user: Any) -> bool:
    """Tell whether the account approves today; asked once in a request, however many rows a list has."""
    known = getattr(user, "_approves", None)
    if known is None:
        known = user._approves = people.is_approver(user)
    return known


class OverlappedEditView(EditView):
    """The editor again, with what was typed, after somebody decided on the page in the same moment.

    Nothing is saved: the form stands on the page as it is now, and saving it is the person's decision.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        message = _("The page has changed while you were editing it. Nothing was lost: look, and save again.")
        if self.expects_json_response:
            return self.json_error_response("invalid_revision", message)
        self.form = self.form_class(
            request.POST,
            request.FILES,
            instance=self.page,
            subscription=self.subscription,
            parent_page=self.parent,
            for_user=request.user,
        )
        self.form.defer_required_fields()
        self.form.is_valid()
        self.form.restore_required_fields()
        messages.error(request, message)
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


def guard_save(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lock the page before its form is saved, and stop if a decision was made since the editor read it.

    The editor reads the page, then saves it: a publication in between would be undone by the stale ``live``
    that the save writes. Connected to ``before_edit_page``.

    Raises:
        PermissionDenied: a decision is posted to the editor, which offers none: it would pass whatever JSON
            was sent to the step, and answer what it does not understand with an error 500.
    """
    if request.method != "POST" or getattr(request, "page_guarded", False):
        return None
    request.page_guarded = True  # type: ignore[attr-defined]
    if request.POST.get("action-workflow-action"):
        raise PermissionDenied
    only_save_without_review(request, page)
    fresh = rounds.lock_page(page.pk)
    _only_save_if_not_withdrawn(request, fresh)
    if _as_stored(fresh) == _as_stored(page) or _only_own_autosave(request, page, fresh):
        return None
    return OverlappedEditView.as_view()(request, page_id=page.pk)


def _only_save_if_not_withdrawn(request: HttpRequest, page: Page) -> None:
    """Let a withdrawal be a save if the rules refuse it: Wagtail would also cancel what was returned."""
    if not request.POST.get("action-cancel-workflow"):
        return
    verdict = _may_withdraw(page, request.user)
    if verdict:
        return
    data = request.POST.copy()
    del data["action-cancel-workflow"]
    request.POST = data  # type: ignore[assignment]
    messages.error(request, verdict.sentence)


def tell_why_returned(request: HttpRequest, page: Page) -> None:
    """Say why the page was returned, and by whom, where it is mended. Connected to ``before_edit_page``."""
    state = page.current_workflow_state
    if request.method != "GET" or state is None or state.status != state.STATUS_NEEDS_CHANGES:
        return
    lines = Decision.objects.filter(task_state_id=state.current_task_state_id, kind=Decision.Kind.RETURNED)
    line = lines.order_by("id").last()
    if line is not None:
        told = {"name": line.person_name, "reason": line.comment}
        messages.warning(request, _("%(name)s returned this page: %(reason)s") % told)


def only_save_without_review(request: HttpRequest, page: Page) -> None:
    """Let a submission be a save if no step would take it: Wagtail would start a workflow that never ends.

    Args:
        request: the editor's POST.
        page: the page, or the parent of one that is being made.
    """
    asked = [name for name in ("action-submit", "action-restart-workflow") if request.POST.get(name)]
    if not asked or cases.review_task_of(page) is not None:
        return
    data = request.POST.copy()
    for name in asked:
        del data[name]
    request.POST = data  # type: ignore[assignment]
    messages.error(request, _("No review is set up for this page: ask an administrator."))


def _as_stored(page: Page) -> tuple:
    """Return what tells two readings of a page apart."""
    return (page.live, page.has_unpublished_changes, page.latest_revision_id, page.latest_revision_created_at)


def _only_own_autosave(request: HttpRequest, page: Page, fresh: Page) -> bool:
    """Tell whether nothing came in between but an autosave of the same person.

    The editor's script does not wait for it before it posts what the person asked for, which holds all that was
    typed. An autosave itself never passes here: it may be older than what it would replace, and one that comes
    after the submission would change what was signed.
    """
    newest = fresh.latest_revision
    return (
        request.accepts("text/html")
        and not fresh.workflow_in_progress
        and fresh.live == page.live
        and fresh.has_unpublished_changes
        and newest is not None
        and newest.user_id == request.user.pk
        and newest.created_at > (page.latest_revision_created_at or newest.created_at)
    )


def tell_who_approves(request: HttpRequest, page: Page) -> None:
    """After a submission, say who can sign it – or that nobody can. Connected to both ``after`` hooks."""
    if request.POST.get("action-submit"):
        _tell_submitter(request, page)
    elif request.accepts("text/html") and approves(request.user) and page.workflow_in_progress:
        address = reverse("workflow:review", args=[page.pk])
        messages.info(
            request,
            _("The page is saved. Go back to the review to sign this version."),
            buttons=[messages.button(address, _("Review"))],
        )


def _tell_submitter(request: HttpRequest, page: Page) -> None:
    fresh = Page.objects.get(pk=page.pk)
    if not fresh.workflow_in_progress:
        return
    names = name_list(account.get_full_name() for account in service.eligible_approvers(fresh, request.user))
    if not names:
        messages.error(
            request,
            _("There is nobody who can approve this story. The administrators see this on their home page."),
        )
    elif approves(request.user):
        messages.warning(
            request,
            _("You submitted it yourself, so another approver must sign it: %(names)s.") % {"names": names},
        )
    else:
        messages.info(request, _("It can be approved by: %(names)s.") % {"names": names})
