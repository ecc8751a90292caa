"""Which checks an office wants."""

from django import forms
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .checks import CHECKS


class ProofingSettingsForm(WagtailAdminModelForm):
    """A box for each check; what is stored are those that are off, so that a new check begins to work by itself."""

    checks = forms.MultipleChoiceField(
        label=_("Checks that are on"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["checks"].choices = [
            (check.key, format_html("<span><strong>{}</strong> – {}</span>", check.name, check.explanation))
            for check in CHECKS
        ]
        self.initial["checks"] = [
            check.key for check in CHECKS if check.key not in self.instance.switched_off
        ]

    def save(self, commit=True):
        on = self.cleaned_data["checks"]
        self.instance.switched_off = [check.key for check in CHECKS if check.key not in on]
        return super().save(commit=commit)


@register_setting(icon="glasses")
class ProofingSettings(BaseGenericSetting):
    """Soát bài: the keys of the checks that are off. What a submission requires is no check and cannot be off."""

    switched_off = models.JSONField(default=list, blank=True, editable=False)

    base_form_class = ProofingSettingsForm
    panels = [
        HelpPanel(
            content=_(
                "The checks advise and stop nothing. What a submission requires – category, alternative texts, the "
                "date of an event – is always asked for."
            )
        ),
        FieldPanel("checks"),
    ]

    class Meta:
        verbose_name = _("proofreading")
        verbose_name_plural = _("proofreading")
