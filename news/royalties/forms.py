"""What an approver types for each line, and what is marked as paid."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from . import rules
from .deciding import Wanted
from .lines import Line, Tables
from .models import GENRES

MOST_LINES = 500


class CoefficientForm(forms.Form):
    """Genre and coefficient of one line. Empty leaves a line unset."""

    genre = forms.ChoiceField(label=_("Genre"), choices=GENRES)
    # Typed as people write it here: 1,5. A point before one or two digits is understood as well.
    coefficient = forms.DecimalField(
        label=_("Coefficient"), max_digits=5, decimal_places=2, required=False, localize=True
    )

    def __init__(self, line: Line, tables: Tables, data: Any = None) -> None:
        self.line, self.tables = line, tables
        known = line.coefficient if line.royalty else line.worth.proposed
        shown = None if known is None else rules.shortest(known)
        super().__init__(data, prefix=line.field, initial={"genre": line.genre, "coefficient": shown})
        field = self.fields["coefficient"]
        field.widget.attrs.update({"inputmode": "decimal", "autocomplete": "off"})
        for name in self.fields:
            self.fields[name].widget.attrs["aria-describedby"] = f"{line.field}-note"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        coefficient: Decimal | None = cleaned.get("coefficient")
        if "coefficient" not in cleaned or "genre" not in cleaned:
            return cleaned
        if coefficient is None:
            if self.line.royalty:
                self.add_error("coefficient", _("Enter 0 if nothing is to be paid."))
            return cleaned
        if problem := rules.problem_of(coefficient, self.tables.worth(cleaned["genre"]).maximum):
            self.add_error("coefficient", str(problem))
        return cleaned

    @property
    def wanted(self) -> Wanted | None:
        """What is to be stored; None if the line stays unset."""
        coefficient = self.cleaned_data.get("coefficient")
        if coefficient is None:
            return None
        return Wanted(self.line.key, self.line.work, self.cleaned_data["genre"], coefficient)


class PayForm(forms.Form):
    """Which lines are marked as paid, and the day."""

    paid_on = forms.DateField(label=_("Paid on"), widget=AdminDateInput)
    royalty = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["paid_on"].initial = timezone.localdate()
        data: Any = self.data
        numbers = data.getlist("royalty") if self.is_bound else []
        # The service looks each of them up; here they only have to be numbers.
        known = {number for number in numbers[:MOST_LINES] if number.isascii() and number.isdigit()}
        royalties: Any = self.fields["royalty"]
        royalties.choices = [(number, number) for number in known if len(number) < 16]

    def clean_paid_on(self):
        day = self.cleaned_data["paid_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("The day lies ahead."))
        return day

    def clean_royalty(self):
        if not self.cleaned_data["royalty"]:
            raise forms.ValidationError(_("Tick at least one line."))
        return self.cleaned_data["royalty"]
