"""A page of the admin that shows one month, and leads to the others (templates/news/parts/month_head.html)."""

from typing import Any

from django.db.transaction import non_atomic_requests
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .month import FIRST_YEAR, Month


# Reading only: on SQLite a transaction would keep every writer waiting.
@method_decorator(non_atomic_requests, name="dispatch")
class MonthView(WagtailAdminTemplateMixin, TemplateView):
    """``?thang=2026-11`` says which month. A view says its template, title, icon and ``url_name``."""

    url_name: str

    @property
    def month(self) -> Month:
        """The month that the address asks for."""
        return Month.read(self.request.GET.get("thang"), timezone.localdate())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.url_name), "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month, this_month = self.month, Month.of(timezone.localdate())
        return super().get_context_data(
            month=month,
            this_month=this_month,
            earlier=month.plus(-1) if month > Month(FIRST_YEAR, 1) else None,
            later=month.plus(1) if month < this_month else None,
            **kwargs,
        )
