"""How a file's bytes reach whoever may have them: by Django, by nginx, or from the storage itself.

The three set-ups are in docs/architecture.md, "Files".
"""

import logging

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.utils.http import http_date, quote_etag

logger = logging.getLogger(__name__)

# A browser may keep a picture for a day: whoever has seen it has seen it. A cache that answers others
# (s-maxage; nginx, a proxy of the province's network) asks again after ten seconds, so that what is taken down
# is gone from there as quickly as its page, and may not answer from memory if it cannot ask (RFC 9111, 5.2.2.10).
PUBLIC_PICTURE = "public, max-age=86400, s-maxage=10"
# Nobody looks at a document again and again, and a withdrawn one matters more.
PUBLIC_DOCUMENT = "public, max-age=60, s-maxage=10"
NOT_PUBLIC = "private, no-store"
NEVER_KEPT = "no-store"


def deliver(
    request: HttpRequest, storage: Storage, name: str, *, etag: str, headers: dict[str, str]
) -> HttpResponseBase | None:
    """Return the answer that brings the file; None if the storage does not have it.

    Args:
        request: a GET or HEAD, from somebody who may have the file.
        storage: where it is.
        name: its name there.
        etag: what changes when the bytes do.
        headers: of the answer: Content-Type and Cache-Control at least.
    """
    if hasattr(storage, "signed_link"):
        answer: HttpResponseBase = HttpResponseRedirect(storage.signed_link(name, headers))
        # The link is for this reader, now: the next one asks the portal again.
        answer["Cache-Control"] = NEVER_KEPT
        return answer
    if settings.MEDIA_ACCEL_REDIRECT_PREFIX:
        answer = HttpResponse(headers=headers)
        answer["X-Accel-Redirect"] = settings.MEDIA_ACCEL_REDIRECT_PREFIX + filepath_to_uri(name)
        return answer
    return _stream(request, storage, name, etag, headers)


def _stream(
    request: HttpRequest, storage: Storage, name: str, etag: str, headers: dict[str, str]
) -> HttpResponseBase | None:
    try:
        changed = int(storage.get_modified_time(name).timestamp())
        etag = quote_etag(etag)
        # What may not be kept cannot be asked for conditionally.
        if headers["Cache-Control"] != NOT_PUBLIC:
            headers |= {"ETag": etag, "Last-Modified": http_date(changed)}
            known = get_conditional_response(request, etag=etag, last_modified=changed)
            if known is not None:
                known.headers.setdefault("Cache-Control", headers["Cache-Control"])
                return known
        answer = FileResponse(storage.open(name, "rb"))
        # Afterwards: FileResponse writes a Content-Disposition of its own over one that it is given, and the file's
        # name in it would win over the one that a page's download link says.
        del answer["Content-Disposition"]
        for header, value in headers.items():
            answer[header] = value
        return answer
    except FileNotFoundError:
        logger.error("A stored file is lost: %s", name)
        return None
