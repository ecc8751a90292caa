"""``thong-ke/`` in the admin: a month's figures with a chart and files. Everybody of the newsroom may read it."""

from typing import Any

from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .chart import WIDE_BAR, chart
from .figures import figures_of
from .month import FIRST_YEAR, Month
from .sheets import SHEETS, sheet


# Reading only: on SQLite a transaction would keep every writer waiting.
@method_decorator(non_atomic_requests, name="dispatch")
class StatisticsView(WagtailAdminTemplateMixin, TemplateView):
    """``?thang=2026-11`` says which month; ``&tep=ngay`` gives a table of it as a file."""

    template_name = "news/statistics.html"
    page_title = gettext_lazy("Monthly statistics")
    header_icon = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = request.GET.get("tep")
        if name is None:
            return super().get(request, *args, **kwargs)
        if name not in SHEETS:
            raise Http404("no such file")
        month = self.month
        return HttpResponse(
            sheet(figures_of(month), name),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="thong-ke-{month}-{name}.csv"'},
        )

    @property
    def month(self) -> Month:
        """The month that the address asks for."""
        return Month.read(self.request.GET.get("thang"), timezone.localdate())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("statistics"), "label": _("Monthly statistics")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        month = self.month
        figures = figures_of(month)
        this_month = Month.of(timezone.localdate())
        return super().get_context_data(
            month=month,
            figures=figures,
            days=chart([(str(day.day), number) for day, number in figures.by_day], every=2),
            months=chart(
                [(f"{one.month}/{one.year % 100:02d}", number) for one, number in figures.by_month],
                bar=WIDE_BAR,
            ),
            earlier=month.plus(-1) if month > Month(FIRST_YEAR, 1) else None,
            later=month.plus(1) if month < this_month else None,
            this_month=this_month,
            **kwargs,
        )
