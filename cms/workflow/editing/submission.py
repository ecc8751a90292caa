"""Urgency, due time and a note at the editor's “Gửi duyệt”.

The fields stand in a dialog beside the button and belong to the editor's form. They are no content of the page:
``service.change_request`` takes them once the page is submitted. Whatever else happens – the page has errors,
the due time is over, somebody saves a draft instead – what was typed is there again when the editor opens.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page

from .. import service
from ..forms.request import RequestForm

SUBMIT = "action-submit"
# The id of the form in Wagtail's wagtailadmin/pages/edit.html and create.html.
EDITOR_FORM = "page-edit-form"
KEPT = "review_request_typed"


class SubmitWithRequestItem(ActionMenuItem):
    """Gửi duyệt kèm yêu cầu: opens the dialog, whose own button submits."""

    name = "action-submit-with-request"
    label = gettext_lazy("Submit, urgent or with a note …")
    icon_name = "comment"
    template_name = "workflow/editor/submit_with_request.html"

    class Media:
        css = {"all": ["css/submit.css"]}
        js = ["js/submit.js"]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        form = form_for(parent_context["request"], parent_context.get("page"))
        for field in form.fields.values():
            field.widget.attrs["form"] = EDITOR_FORM
        return {**super().get_context_data(parent_context), "form": form, "editor_form": EDITOR_FORM}


def form_for(request: HttpRequest, page: Page | None) -> RequestForm:
    """Return the dialog's form, with what was typed before and did not reach the approvers."""
    if RequestForm.typed_into(request.POST):
        return RequestForm(request.POST)
    kept = request.session.get(KEPT, {})
    if page is not None and page.pk and kept.get("page") == page.pk:
        return RequestForm(kept["data"])
    return RequestForm()


def only_save_if_refused(request: HttpRequest) -> None:
    """Let a submission be a save if its due time or note is not acceptable. Connected to both ``before`` hooks."""
    if not request.POST.get(SUBMIT):
        return
    form = RequestForm(request.POST)
    if form.is_valid():
        return
    data = request.POST.copy()
    del data[SUBMIT]
    request.POST = data  # type: ignore[assignment]
    sentences = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
    messages.error(
        request,
        _("The page is saved but not submitted. %(problem)s Then submit it again.") % {"problem": sentences},
    )


def record(request: HttpRequest, page: Page) -> None:
    """After a submission, tell the approvers what was asked for; after a mere save, keep what was typed.

    What was kept of this page goes if nothing is typed any more. The editor's script, which saves behind the
    scenes and asks for JSON, changes nothing of it.

    Connected to both ``after`` hooks.
    """
    if not RequestForm.typed_into(request.POST):
        # Cleared, or sent without it: it must not come back into the dialog, whose fields go with every submission.
        if request.accepts("text/html") and request.session.get(KEPT, {}).get("page") == page.pk:
            del request.session[KEPT]
        return
    form = RequestForm(request.POST)
    task_state = Page.objects.get(pk=page.pk).current_workflow_task_state
    if request.POST.get(SUBMIT) and task_state is not None and form.is_valid():
        try:
            service.change_request(task_state.pk, request.user, **form.asked())
        except service.Refused as refusal:
            messages.error(request, str(refusal))
        request.session.pop(KEPT, None)
    elif request.accepts("text/html"):
        request.session[KEPT] = {"page": page.pk, "data": form.data_typed()}
