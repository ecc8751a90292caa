"""Ủy quyền duyệt: an approver names a deputy for a period, and ends it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import people, service
from ..forms.deciding import DelegationForm
from ..models import Delegation

SHOWN = 50


def may_delegate(user: Any) -> bool:
    """Tell whether that account holds an approver's role itself: deputies cannot pass on what is lent."""
    return user.is_active and people.holds_role(user, None)


def may_see_all(user: Any) -> bool:
    """Tell whether that account looks after the accounts, and so sees who stands in for whom."""
    return user.has_perm("accounts.change_user")


class DelegationsView(WagtailAdminTemplateMixin, View):
    """``uy-quyen/``: the approver's own delegations, with the form; administrators read all of them."""

    template_name = "workflow/delegations.html"
    page_title = gettext_lazy("Delegation of approval")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (
            may_delegate(request.user) or (may_see_all(request.user) and request.method in ("GET", "HEAD"))
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=DelegationForm(approver=request.user)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DelegationForm(request.POST, approver=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            delegation = service.name_deputy(request.user, **form.cleaned_data)
        except service.Refused as refusal:
            form.add_error(None, str(refusal))
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("%(name)s is named as your deputy.") % {"name": delegation.deputy})
        return redirect("workflow:delegations")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("workflow:delegations"), "label": _("Delegation of approval")}
        return [*super().get_breadcrumbs_items(), here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        delegations = Delegation.objects.select_related("approver", "deputy")
        if not may_see_all(user):
            delegations = delegations.filter(approver=user)
        shown = list(delegations[:SHOWN])
        lending = people.lending(Delegation.objects.filter(pk__in=[row.pk for row in shown]))
        rows = [
            {"delegation": row, "state": _state(row, lending), "own": row.approver_id == user.pk}
            for row in shown
        ]
        return super().get_context_data(
            rows=rows, may_delegate=may_delegate(user), sees_all=may_see_all(user), **kwargs
        )


def _state(delegation: Delegation, lending: set[int]) -> str:
    """Return where a delegation stands; ``idle`` if it is in its time and lends nothing.

    Somebody of the two is no longer active, the approver has lost the role or the deputy become an administrator;
    it would lend again if that changed, so it can still be ended.
    """
    now = timezone.now()
    if delegation.ends_at <= now:
        return "over"
    if delegation.starts_at > now:
        return "ahead"
    return "in_force" if delegation.pk in lending else "idle"


class EndDelegationView(View):
    """``uy-quyen/<number>/ket-thuc/``: end an own delegation at once; one that has not begun disappears."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            ended = service.end_delegation(pk, request.user)
        except service.Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("workflow:delegations")
        if ended is None:
            messages.info(request, _("That delegation was over already."))
        else:
            messages.success(request, _("The delegation to %(name)s has ended.") % {"name": ended.deputy})
        return redirect("workflow:delegations")
