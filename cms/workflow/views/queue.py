"""Chờ tôi duyệt: what the person can decide now."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import people
from ..forms.deciding import QueueFilterForm
from ..lists.waiting import queue_for, urgents_for

PER_PAGE = 50


class QueueView(WagtailAdminTemplateMixin, TemplateView):
    """``duyet/``: urgent first, then what is due first; approvers also find what waits for hậu kiểm."""

    template_name = "workflow/queue.html"
    page_title = gettext_lazy("Waiting for me")
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("workflow:queue"), "label": _("Waiting for me")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = queue_for(self.request.user)
        form = QueueFilterForm(
            self.request.GET,
            kinds=sorted({entry.kind for entry in entries}),
            categories={str(entry.category_id): entry.category for entry in entries if entry.category_id},
        )
        approver = people.is_approver(self.request.user)
        return super().get_context_data(
            filter_form=form,
            filtered=any(self.request.GET.get(name) for name in form.fields),
            total=len(entries),
            entries=Paginator(form.keep(entries), PER_PAGE).get_page(self.request.GET.get("p")),
            urgents=urgents_for(self.request.user) if approver else [],
            approver=approver,
            **kwargs,
        )
