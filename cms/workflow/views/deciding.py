"""What all screens about one page have in common: who may see it, and how a decision is tried."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision

from .. import cases, gate, people, service, tokens
from ..acts import rounds
from ..forms.deciding import look_here
from ..lists.stories import name_list
from ..rules import Action, Case, Verdict, may

# Seconds that an approver waits for pictures that no worker has made yet; a server cuts requests off at 30.
PATIENCE = 15


class PageScreen(WagtailAdminTemplateMixin, View):
    """A screen about one page.

    Whoever is neither an approver nor the page's submitter or owner is sent away without seeing its title.
    """

    header_icon = "check"
    page_title = gettext_lazy("Review")
    for_approvers_only = False

    page: Page
    loaded: cases.LoadedCase

    def dispatch(self, request: HttpRequest, *args: Any, page_id: int, **kwargs: Any) -> HttpResponseBase:
        self.problem = ""
        self.changed = False
        self.text_problem = ""
        self.load(page_id)
        if not self.may_see():
            raise PermissionDenied
        return super().dispatch(request, *args, page_id=page_id, **kwargs)

    def load(self, page_id: int) -> None:
        """Read the page and its case; again after a decision that failed."""
        page = Page.objects.filter(pk=page_id, depth__gt=1).first()
        if page is None or page.specific_class is None:
            raise Http404
        self.page = page.specific
        self.loaded = cases.load(self.page)
        self.loaded.task = self.loaded.task or cases.review_task_of(self.page)
        self.person = people.as_person(self.request.user, self.page, self.loaded.task)

    @property
    def case(self) -> Case:
        return self.loaded.case

    def may_see(self) -> bool:
        own = self.request.user.pk in {self.case.submitter, self.case.owner}
        return self.person.approver or (own and not self.for_approvers_only)

    def verdict(self, action: Action) -> Verdict:
        """Return whether the person who looks may do that now, with the sentence if not."""
        return may(self.case, self.person, action)

    def token(self) -> str:
        """Return the token for this screen's forms: it names the very revision that is shown."""
        return rounds.shown(self.loaded).mint()

    def attempt(
        self, act: Callable[..., service.Outcome], *args: Any, **kwargs: Any
    ) -> service.Outcome | None:
        """Try a decision; return None and note the sentence if it is refused.

        The service rolls back all that it did. Deciding screens have no transaction of the request around
        it (urls.py), other screens go on in theirs; either way the screen can be shown again.
        """
        try:
            return act(*args, **kwargs)
        except service.Changed as refusal:
            self.changed, self.problem = True, str(refusal)
        except (service.Refused, gate.NotApproved) as refusal:
            self.problem = str(refusal)
            if isinstance(refusal, rounds.TextRefused):
                self.text_problem = self.problem
        except ValidationError as error:
            self.problem = _("The page is not complete: %(problems)s") % {
                "problems": "; ".join(error.messages)
            }
        self.load(self.page.pk)
        return None

    def again(self, refused: Any, /, **context: Any) -> HttpResponse:
        """Show the screen again after a refusal, with what was typed.

        If the text is what was refused, the browser is led to it and its sentence; else to the screen's top.
        """
        if self.text_problem or refused.errors:
            look_here(refused)
        return self.render_to_response(self.get_context_data(**context), status=409 if self.changed else 200)

    def shown_before(self, token: str) -> Revision | None:
        """Return the revision that a token showed, if it still has that content."""
        shown = tokens.read(token)
        if shown is None or shown.page != self.page.pk:
            return None
        revision = Revision.objects.for_instance(self.page).filter(pk=shown.revision).first()
        same = revision is not None and cases.fingerprint(revision.content) == shown.content
        return revision if same else None

    @property
    def title(self) -> str:
        """The title of the version that is shown."""
        return self.loaded.revision.object_str if self.loaded.revision else self.page.draft_title

    def get_page_subtitle(self) -> str:
        return self.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        where = (
            {"url": reverse("workflow:queue"), "label": _("Waiting for me")}
            if self.person.approver
            else {"url": reverse("workflow:my_stories"), "label": _("My stories")}
        )
        return [*super().get_breadcrumbs_items(), where, {"url": "", "label": self.get_page_title()}]

    def home(self) -> str:
        """Return where the person goes on after a decision."""
        return reverse("workflow:queue" if self.person.approver else "workflow:my_stories")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        revision = self.loaded.revision
        return super().get_context_data(
            page=self.page,
            title=self.title,
            case=self.case,
            problem=self.problem,
            text_problem=self.text_problem,
            changed=self.changed,
            revision=revision,
            preview_url=preview_url(self.page, revision, self.request.user),
            **kwargs,
        )


def preview_url(page: Page, revision: Revision | None, user: Any) -> str:
    """Return the address of the preview of exactly that revision, empty if the person may not open it."""
    if revision is None or not page.is_previewable() or not page.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])


def names_of(ids: Iterable[int | None]) -> str:
    """Return the names of accounts, as a sentence lists them."""
    users = get_user_model()._default_manager.filter(pk__in=[pk for pk in ids if pk]).order_by("pk")
    return name_list(user.get_full_name() for user in users)
