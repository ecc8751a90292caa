"""The addresses of pictures and documents: public while a public text shows them, else for the newsroom.

Originals have no address. What a reader may not have is not there: 404, which nobody may keep, so that the
answer changes with the page. A reader's request asks one query and touches no session.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.views.decorators.http import require_safe
from wagtail.documents.models import document_served
from wagtail.models import CollectionViewRestriction
from wagtail.users.models import UserProfile

from . import public_use
from .access import may_see
from .delivery import NEVER_KEPT, NOT_PUBLIC, PUBLIC_DOCUMENT, PUBLIC_PICTURE, deliver
from .models import PortalDocument, PortalRendition
from .specs import PICTURE_WIDTHS

# What Django may store renditions and portraits under; anything else is no picture's address.
_RENDITION = re.compile(r"images/[A-Za-z0-9_-]{1,16}/[A-Za-z0-9_.-]{1,80}", re.ASCII)
_PORTRAIT = re.compile(r"avatar_images/[A-Za-z0-9_.-]{1,90}", re.ASCII)
_PICTURE_TYPES = {"avif": "image/avif", "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
# Nothing in a file acts in the portal's name, and no browser takes it for something else.
_INERT = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
LARGEST = max(PICTURE_WIDTHS)
# A document's collection may be closed in the library (its tab "Privacy"): the newsroom alone has what is in it.
_CLOSED = Exists(
    CollectionViewRestriction.objects.annotate(
        inside=ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    ).filter(inside__startswith=F("collection__path"))
)


@require_safe
def serve_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """``/media/<name>``: a rendition, or the portrait of an account; never an original."""
    kind = _PICTURE_TYPES.get(name.rpartition(".")[2])
    if kind is None:
        return _picture_not_there()
    if _PORTRAIT.fullmatch(name):
        return _serve_portrait(request, name, kind)
    if not _RENDITION.fullmatch(name):
        return _picture_not_there()
    rendition = (
        PortalRendition.objects.filter(file=name)
        .annotate(public=public_use.is_public("picture", "image"))
        .select_related("image__collection")
        .first()
    )
    if rendition is None:
        return _picture_not_there()
    # Whatever has been made of a public picture, the library's small ones too, but nothing wider than pages show.
    public = rendition.public and rendition.width <= LARGEST
    if not public and not _is_for(request, rendition.image):
        return _picture_not_there()
    headers = {"Content-Type": kind, "Cache-Control": PUBLIC_PICTURE if public else NOT_PUBLIC, **_INERT}
    answer = deliver(request, rendition.file.storage, name, etag=f"r{rendition.pk}", headers=headers)
    return answer or _picture_not_there()


def _serve_portrait(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """Serve the portrait of an account: to the newsroom."""
    profile = UserProfile.objects.filter(avatar=name).first() if _session_of(request) else None
    if profile is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return _picture_not_there()
    headers = {"Content-Type": kind, "Cache-Control": NOT_PUBLIC, **_INERT}
    return deliver(request, profile.avatar.storage, name, etag=name, headers=headers) or _picture_not_there()


@require_safe
def serve_document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """``/tai-lieu/<number>/<name>``: a document, as a download. Replaces Wagtail's view of the same name."""
    document: Any = (
        PortalDocument.objects.filter(pk=document_id)
        .annotate(public=public_use.is_public("document"), closed=_CLOSED)
        .select_related("collection")
        .first()
        # The number of a document has a dozen digits at the most.
        if len(document_id) < 13
        else None
    )
    if document is None or document.filename != filename:
        return _document_not_there(request)
    public = document.public and not document.closed
    if not public and not _is_for(request, document):
        return _document_not_there(request)
    headers = {
        "Content-Type": document.content_type,
        "Content-Disposition": document.content_disposition,
        "Cache-Control": PUBLIC_DOCUMENT if public else NOT_PUBLIC,
        **_INERT,
    }
    etag = document.file_hash or f"d{document.pk}"
    answer = deliver(request, document.file.storage, document.file.name, etag=etag, headers=headers)
    if answer is None:
        return _document_not_there(request)
    document_served.send(sender=PortalDocument, instance=document, request=request)
    return answer


def _session_of(request: HttpRequest) -> bool:
    """Tell whether the request comes with a session at all; readers' do not, and none is looked up for them."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _is_for(request: HttpRequest, file: Any) -> bool:
    return _session_of(request) and request.user.is_authenticated and may_see(request.user, file)


def _picture_not_there() -> HttpResponse:
    return HttpResponse(status=404, content_type="text/plain", headers={"Cache-Control": NEVER_KEPT})


def _document_not_there(request: HttpRequest) -> HttpResponseBase:
    """Return the portal's page for what is not there: somebody clicked a link."""
    page: Callable[..., HttpResponseBase] = get_resolver().resolve_error_handler(404)
    answer = page(request, exception=Http404())
    answer["Cache-Control"] = NEVER_KEPT
    return answer
