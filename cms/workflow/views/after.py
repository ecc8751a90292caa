"""Hậu kiểm: the second approver reads what was published urgently, and signs or takes it down."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from .. import cases, service
from ..forms.deciding import AfterForm
from ..models import Approval
from ..rules import Action
from .deciding import PageScreen, preview_url
from .reading import PUBLIC, WHOLE, read


class AfterView(PageScreen):
    """``duyet/<page>/hau-kiem/``: what is public is what is shown, whatever drafts there are since."""

    template_name = "workflow/after.html"
    page_title = gettext_lazy("Review afterwards")
    header_icon = "warning"
    for_approvers_only = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.case.urgent_open or self.page.live_revision is None:
            messages.info(request, _("There is no urgent publication to be reviewed."))
            return redirect("workflow:review", self.page.pk)
        return self.render_to_response(self.get_context_data(form=AfterForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AfterForm(request.POST)
        outcome = None
        if form.is_valid():
            outcome = self.attempt(
                service.review_afterwards,
                self.page.pk,
                request.user,
                request.POST.get("token"),
                form.cleaned_data["text"],
            )
        if outcome is None and (self.page.live_revision is None or not self.case.urgent_open):
            messages.error(request, self.problem)
            return redirect("workflow:review", self.page.pk)
        if outcome is None:
            return self.again(form, form=form)
        messages.success(request, _("“%(title)s” now carries its second signature.") % {"title": self.title})
        return redirect(self.home())

    @property
    def title(self) -> str:
        return self.page.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        live = self.page.live_revision
        return super().get_context_data(
            reading=self.what_changed(live),
            token=service.shown_live(self.page).mint(),
            possible=self.verdict(Action.REVIEW_AFTERWARDS),
            may_take_down=bool(self.verdict(Action.TAKE_DOWN)),
            urgent=cases.open_urgent(self.page.pk),
            live_preview_url=preview_url(self.page, live, self.request.user),
            **kwargs,
        )

    def what_changed(self, live: Revision) -> Any:
        """Return the public version against the one that two people had signed before, if there is one."""
        earlier = (
            Approval.objects.filter(page_id=self.page.pk, basis=Approval.Basis.TWO_SIGNATURES)
            .order_by("-id")
            .values_list("revision_id", flat=True)
            .first()
        )
        before = Revision.objects.for_instance(self.page).filter(pk=earlier).first() if earlier else None
        baselines = {PUBLIC: before} if before and before.pk != live.pk else {}
        wanted = self.request.GET.get("tu", "")
        chosen = wanted if wanted in (WHOLE, *baselines) else next(iter(baselines), WHOLE)
        return read(live.as_object(), live, baselines, chosen)
