"""Reads the editor's form as it stands, and answers with what there is to say. Nothing is stored."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, resolve
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.draft_privacy import refuse_forged_choices
from news.models import StoryPage

from .proofread import REQUIRED, proofread
from .text import Finding, Place


# Outside of ATOMIC_REQUESTS: on SQLite each of these posts would wait for the one who writes.
@transaction.non_atomic_requests
@never_cache
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Answer with the findings in the posted form, as a fragment of HTML.

    ``?form=`` is the address of the editor's form, so that a story which autosave has just stored is known again.

    Raises:
        Http404: no story is edited at that address.
        PermissionDenied: that account may not edit it, or names drafts that no chooser offered.
    """
    page, parent = _edited(request)
    refuse_forged_choices(request, page if page.pk else None, type(page))
    form_class = page.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=page, parent_page=parent, for_user=request.user)
    # As for a draft: what is missing is a finding, not an error of the form.
    form.defer_required_fields()
    try:
        valid = form.is_valid()
    except (KeyError, ValueError):
        # Wagtail's stream blocks raise when their counts are missing or no numbers: no editor sends that.
        findings = [_nothing_readable()]
    else:
        form.restore_required_fields()
        findings = proofread(form.save(commit=False), request.user) if valid else list(_unreadable(form))
    return render(request, "proofing/findings.html", told(findings))


def told(findings: list[Finding]) -> dict[str, Any]:
    """Return what the template prints: both lists, how many there are, and the sentence that says so."""
    blocking = [finding for finding in findings if finding.blocking]
    advice = [finding for finding in findings if not finding.blocking]
    parts = []
    if blocking:
        parts.append(
            ngettext(
                "%(count)s thing is needed before submitting",
                "%(count)s things are needed before submitting",
                len(blocking),
            )
            % {"count": len(blocking)}
        )
    if advice:
        parts.append(
            ngettext(
                "%(count)s thing is worth looking at", "%(count)s things are worth looking at", len(advice)
            )
            % {"count": len(advice)}
        )
    summary = capfirst("; ".join(parts)) + "." if parts else _("Nothing to point out in this text.")
    return {"blocking": blocking, "advice": advice, "count": len(findings), "summary": summary}


def _edited(request: HttpRequest) -> tuple[Page, Page]:
    """Return the page that is edited, as its latest revision has it, and its parent."""
    try:
        match = resolve(request.GET.get("form", ""))
    except Resolver404 as error:
        raise Http404 from error
    if match.view_name == "wagtailadmin_pages:edit":
        stored = get_object_or_404(StoryPage, pk=match.kwargs.get("page_id") or match.args[0])
        page = stored.get_latest_revision_as_object()
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return page, page.get_parent()
    if match.view_name == "wagtailadmin_pages:add":
        return _new_page(request, *(match.kwargs.values() or match.args))
    raise Http404


def _new_page(request: HttpRequest, app_label: str, model_name: str, parent_id: int) -> tuple[Page, Page]:
    parent = get_object_or_404(Page, pk=parent_id).specific
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    kind = get_object_or_404(ContentType, app_label=app_label, model=model_name).model_class()
    if kind is None or not issubclass(kind, StoryPage) or kind not in parent.creatable_subpage_models():
        raise Http404
    return kind(owner=request.user), parent


def _unreadable(form: Any) -> list[Finding]:
    """Return what makes the form unreadable; the checks go on when it is mended."""
    found = []
    for name, errors in form.errors.items():
        label = capfirst(form.fields[name].label) if name in form.fields else ""
        path = name if name in form.fields else ""
        sentence = " ".join(str(error) for error in errors) or _(
            "this cannot be read; the field marks it on saving"
        )
        found.append(_required(path, f"{label}: {sentence}" if label else sentence))
    for relation, formset in form.formsets.items():
        for number, row in enumerate(formset.forms):
            for name, errors in row.errors.items():
                found.append(
                    _required(f"{relation}.{number}.{name}", " ".join(str(error) for error in errors))
                )
    return found or [_nothing_readable()]


def _nothing_readable() -> Finding:
    return _required("", _("The form cannot be read: save it to see what is wrong."))


def _required(path: str, sentence: str) -> Finding:
    return Finding(REQUIRED, Place(path, ""), sentence, blocking=True)
