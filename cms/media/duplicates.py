"""The same document again: the stored one is offered, nothing is stored twice.

Wagtail does this for pictures alone. The form (forms.py) finds the stored document; the library's uploader
says so beside the file; the chooser in a page goes on with the stored document, which is what was wanted.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.documents.permissions import permission_policy

from .models import PortalDocument


def stored_document(user: Any, sha1: str) -> PortalDocument | None:
    """Return the oldest stored document with that content that the person may choose; None if there is none."""
    found = permission_policy.instances_user_has_any_permission_for(user, ["choose", "add", "change"])
    for document in found.filter(file_hash=sha1).order_by("pk"):
        if document.file.storage.exists(document.file.name):
            return document
    return None


def stored_already(document: PortalDocument) -> ValidationError:
    """Return what the uploader says beside the file."""
    return ValidationError(
        _("This document is in the library already, as “%(title)s”: use that one. Nothing was stored twice.")
        # The uploader's script puts the sentence into the page as HTML; a form would only show the marks.
        % {"title": escape(document.title)},
        code="stored_already",
    )
