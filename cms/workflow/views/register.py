"""Sổ duyệt tin: every act of the review, with filters and as a file.

Retention: nothing in the portal deletes or changes a line – no screen, no command, no scheduled task; the
models refuse it, and so do the database's triggers (models/records.py, triggers.py). The register is kept as
long as the database is, which is more than the twelve months that logs must be kept (TCVN 14423, level 2).
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from ..editing import editor
from ..models import Decision
from ..register_report import sheet as register_sheet
from ..register_report.filters import RegisterFilterSet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_A_TIME = 1000


def may_read_register(user: Any) -> bool:
    """Tell whether that account may read everybody's decisions: approvers, administrators, superusers."""
    return user.is_active and (user.has_perm("accounts.change_user") or editor.approves(user))


# Reading only: on SQLite a transaction would keep every writer waiting while a file is made.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class RegisterView(ReportView):
    """``duyet/so-duyet-tin/``: the newest first, as evidence in the order in which it was recorded."""

    template_name = "workflow/register.html"
    results_template_name = "workflow/register_results.html"
    page_title = gettext_lazy("Approval register")
    header_icon = "list-ul"
    index_url_name = "workflow:register"
    index_results_url_name = "workflow:register_results"
    filterset_class = RegisterFilterSet
    model = Decision
    default_ordering = ("-id",)
    # Only says that there is an export; its columns are register_sheet's.
    list_export = ["page_title"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        if not self.filters.is_valid():
            # On the screen one sees that a filter was ignored; a file would look complete and hold too much.
            return self.refuse_export()
        return self.as_spreadsheet(self.get_queryset(), request.GET["export"])

    def refuse_export(self) -> HttpResponse:
        """Go back to the screen, where the ignored filters are named."""
        messages.error(self.request, _("The file was not made: a filter could not be understood."))
        kept = [(key, value) for key, value in self.request.GET.lists() if key != "export"]
        return redirect(f"{reverse('workflow:register')}?{urlencode(kept, doseq=True)}")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        # A value that makes no sense is left out and named; the other filters still hold.
        self.filters.is_valid()
        return self.filters.filter_queryset(queryset)

    def get_filtered_queryset(self) -> QuerySet:
        return self.get_queryset()  # which has filtered already

    def decorate_paginated_queryset(self, object_list: Any) -> list[Decision]:
        lines = list(object_list)
        numbers = {line.page_id for line in lines}
        present = set(Page.objects.filter(pk__in=numbers, depth__gt=1).values_list("pk", flat=True))
        # Who signs reads the text on the review page; who only administers may not open that one.
        target = "workflow:review" if editor.approves(self.request.user) else "wagtailadmin_pages:edit"
        for line in lines:
            line.type_name = register_sheet.type_name(line.page_type)
            line.url = reverse(target, args=[line.page_id]) if line.page_id in present else ""
        return lines

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        lines = queryset.iterator(chunk_size=AT_A_TIME)
        filename = f"so-duyet-tin-{timezone.localdate():%Y-%m-%d}.{spreadsheet_format}"
        if spreadsheet_format == self.FORMAT_XLSX:
            return FileResponse(
                register_sheet.xlsx(lines), as_attachment=True, filename=filename, content_type=XLSX_TYPE
            )
        return StreamingHttpResponse(
            register_sheet.csv_lines(lines),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{filename}"'},
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["ignored"] = self.filters.ignored
        context["is_filtering"] = self.filters.form.has_changed()
        return context
