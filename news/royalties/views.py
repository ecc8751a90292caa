"""``nhuan-but/`` in the admin: the month's sheet, its file and its print, marks of payment, what is late."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic.base import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.office import office
from cms.workflow.views.register import XLSX_TYPE
from news.sharing.publisher import publisher_of
from news.statistics.month import Month
from news.statistics.month_view import MonthView

from . import deciding, people
from .forms import PayForm
from .lines import Line, Tables, lines_of, published_in, waiting_lines
from .sheet import Sheet, sheet_of
from .workbook import workbook

SHOWN_WAITING = 300


def month_sheet(user: Any, month: Month) -> Sheet:
    """Return what that account may see of a month: everything, or what stands under its own names."""
    return sheet_of(month, _seen_by(user, lines_of(published_in(month), Tables.load())))


def _seen_by(user: Any, lines: list[Line]) -> list[Line]:
    everything = people.may_read_all(user)
    own = people.names_that_may_be(user) if everything else people.own_names(user)
    for line in lines:
        line.own = line.key in own
    return lines if everything else [line for line in lines if line.own]


class RoyaltiesView(MonthView):
    """``?thang=2026-11`` says which month, ``&tep=xlsx`` asks for the file."""

    template_name = "news/royalties/month.html"
    page_title = gettext_lazy("Royalties")
    header_icon = "pick"
    url_name = "royalties"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("tep") != "xlsx":
            return super().dispatch(request, *args, **kwargs)
        sheet = month_sheet(request.user, self.month)
        return FileResponse(
            workbook(sheet, publisher_of(request).name),
            as_attachment=True,
            filename=f"nhuan-but-{self.month}.xlsx",
            content_type=XLSX_TYPE,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        everything = people.may_read_all(user)
        kwargs.setdefault("pay_form", PayForm())
        return super().get_context_data(
            sheet=month_sheet(user, self.month),
            everything=everything,
            may_set=people.may_set(user),
            may_pay=people.may_pay(user),
            without_rate=everything and not Tables.load().rates,
            may_keep_rates=user.has_perm("royalties.add_rate"),
            **kwargs,
        )


class PrintView(View):
    """``nhuan-but/in/``: the month on paper, with places for three signatures."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        with office():
            # Rendered here and not later: the admin would render it in the reader's own language.
            return render(
                request,
                "news/royalties/print.html",
                {
                    "sheet": month_sheet(
                        request.user, Month.read(request.GET.get("thang"), timezone.localdate())
                    ),
                    "everything": people.may_read_all(request.user),
                    "today": timezone.localdate(),
                },
            )


class PayView(View):
    """``nhuan-but/da-tra/``: mark ticked lines as paid, or take the mark back. Goes back to where it came from."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not people.may_pay(request.user):
            raise PermissionDenied
        form = PayForm(request.POST)
        taking_back = request.POST.get("act") == "take-back"
        if taking_back:
            form.fields["paid_on"].required = False
        if not form.is_valid():
            messages.error(
                request, " ".join(str(error) for errors in form.errors.values() for error in errors)
            )
            return redirect(self.origin())
        numbers = form.cleaned_data["royalty"]
        try:
            if taking_back:
                number = deciding.take_mark_back(request.user, numbers)
                said = ngettext(
                    "The mark of %(number)s line was taken back.",
                    "The marks of %(number)s lines were taken back.",
                    number,
                )
            else:
                number = deciding.mark_paid(request.user, numbers, form.cleaned_data["paid_on"])
                said = ngettext(
                    "%(number)s line was marked as paid.", "%(number)s lines were marked as paid.", number
                )
        except deciding.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said % {"number": number})
        return redirect(self.origin())

    def origin(self) -> str:
        """Return the sheet's address; only these two pages have the form."""
        if self.request.POST.get("thang"):
            month = Month.read(self.request.POST["thang"], timezone.localdate())
            return f"{reverse('royalties')}?thang={month}"
        return reverse("royalties_waiting")


class WaitingView(WagtailAdminTemplateMixin, TemplateView):
    """``nhuan-but/cham-tra/``: what is unpaid for 45 and for 60 days."""

    template_name = "news/royalties/waiting.html"
    page_title = gettext_lazy("Royalties to be paid soon")
    header_icon = "time"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not people.may_read_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("royalties"), "label": _("Royalties")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, user = timezone.localdate(), self.request.user
        lines = _seen_by(user, waiting_lines(today))
        groups = waiting_groups(lines[:SHOWN_WAITING], today)
        return super().get_context_data(
            groups=groups,
            hidden=max(len(lines) - SHOWN_WAITING, 0),
            pay_form=PayForm(),
            may_pay=people.may_pay(user),
            may_set=people.may_set(user),
            **kwargs,
        )


def waiting_groups(lines: list[Line], today: Any) -> list[dict[str, Any]]:
    """Return the unpaid lines in two groups, 60 days and older first; empty groups are left out."""
    titles = {
        "due": _("60 days or more: the time of the decree is over or ends today"),
        "soon": _("45 to 59 days"),
    }
    groups = [
        {"key": key, "title": title, "lines": [line for line in lines if line.age(today).value == key]}
        for key, title in titles.items()
    ]
    return [group for group in groups if group["lines"]]
