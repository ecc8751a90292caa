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
        now = timezone.now()
        delegations = Delegation.objects.select_related("approver", "deputy")
        if not may_see_all(user):
            delegations = delegations.filter(approver=user)
        rows = [
            {
                "delegation": row,
                "state": "over" if row.ends_at <= now else "ahead" if row.starts_at > now else "in_force",
                "own": row.approver_id == user.pk,
            }
            for row in delegations[:SHOWN]
        ]
        return super().get_context_data(
            rows=rows, may_delegate=may_delegate(user), sees_all=may_see_all(user), **kwargs
        )


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
