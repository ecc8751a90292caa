"""``thong-ke/`` in the admin: a month's figures with a chart and files. Everybody of the newsroom may read it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from .chart import WIDE_BAR, chart
from .figures import figures_of
from .month_view import MonthView
from .sheets import SHEETS, sheet


class StatisticsView(MonthView):
    """``?thang=2026-11`` says which month; ``&tep=ngay`` gives a table of it as a file."""

    template_name = "news/statistics.html"
    page_title = gettext_lazy("Monthly statistics")
    header_icon = "view"
    url_name = "statistics"

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = figures_of(self.month)
        return super().get_context_data(
            figures=figures,
            days=chart([(str(day.day), number) for day, number in figures.by_day], every=2),
            months=chart(
                [(f"{one.month}/{one.year % 100:02d}", number) for one, number in figures.by_month],
                bar=WIDE_BAR,
            ),
            **kwargs,
        )
