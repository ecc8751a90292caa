"""Hộp thư bạn đọc: the newsroom's list of letters, one letter, and the file for a spreadsheet."""

from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from cms.spreadsheets import csv_cell

from .models import Letter

DONE = (Letter.State.CORRECTED, Letter.State.LEFT)


class LetterPolicy(ModelPermissionPolicy):
    """Rights on letters as the roles hold them; nobody adds one, superusers included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class LetterIndexView(generic.IndexView):
    """The list. In its files every cell is text, whatever a reader typed (OWASP, "CSV injection").

    Replaces Wagtail's conversion of a cell, which lets ``=…`` through in CSV; home/feedback/tests/test_inbox.py
    reads a file and notices when Wagtail no longer calls this.
    """

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("handled_by")

    def get_preprocess_function(self, field: str, value: Any, export_format: str) -> Any:
        if isinstance(value, str):
            return partial(_cell, export_format=export_format)
        return super().get_preprocess_function(field, value, export_format)


def _cell(value: str, *, export_format: str) -> str:
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return csv_cell(text) if export_format == generic.IndexView.FORMAT_CSV else text


class LetterEditView(generic.EditView):
    """One letter: what the reader wrote cannot be changed, only what was done about it."""

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        # As a mail programme does it; once, and never back from a later state.
        opened = Letter.objects.unread().filter(pk=self.object.pk).update(state=Letter.State.SEEN)
        if opened:
            self.object.state = Letter.State.SEEN
        return super().get(request, *args, **kwargs)

    def save_instance(self):
        letter, changed = self.form.save(commit=False), list(self.form.changed_data)
        if "state" in changed:
            done = letter.state in DONE
            letter.handled_by = self.request.user if done else None
            letter.handled_at = timezone.now() if done else None
            changed += ["handled_by", "handled_at"]
        # Only these columns: between reading and saving, a worker may have mailed the letter.
        letter.save(update_fields=changed)
        self.has_content_changes = bool(changed)
        log(instance=letter, action="wagtail.edit", content_changed=self.has_content_changes)
        return letter


class LetterViewSet(ModelViewSet):
    """Where the views hang: ``quan-tri/thu-ban-doc/``."""

    model = Letter
    name = "letters"
    url_prefix = "thu-ban-doc"
    icon = "mail"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = LetterIndexView
    edit_view_class = LetterEditView
    list_display = [
        "heading",
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("get_state_display", label=_("State"), sort_key="state"),
        DateColumn("received_at", label=_("Received"), sort_key="received_at"),
    ]
    list_filter = ["state", "kind", "received_at"]
    list_export = [
        "received_at",
        "get_kind_display",
        "get_state_display",
        "heading",
        "quotation",
        "text",
        "name",
        "email",
        "note",
        "handled_by",
        "handled_at",
    ]
    export_headings = {
        "get_kind_display": _("Kind"),
        "get_state_display": _("State"),
        "heading": _("Subject"),
    }
    export_filename = "thu-ban-doc"
    search_fields = ["subject", "story_title", "text", "quotation", "name"]
    search_backend_name = None
    ordering = ["-received_at", "-id"]

    @cached_property
    def permission_policy(self) -> LetterPolicy:
        return LetterPolicy(self.model)


letters = LetterViewSet()
