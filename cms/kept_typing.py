"""What the browser keeps of a text that could not be saved (static/js/kept-typing.js).

The copy stays on that computer, which several people may use. It is therefore encrypted with a key that only its
writer's session is told, and it goes when it was saved, when its writer signs out, and after ``KEPT_FOR``.
"""

import base64
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

KEPT_FOR = 3 * 24 * 60 * 60  # seconds


def key_of(user: Any) -> str:
    """Return the key of that account's copies: 256 bits in base64, the same at every login."""
    digest = salted_hmac("cms.kept_typing", str(user.pk), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()


@never_cache
@require_safe
def kept_typing(request: HttpRequest) -> JsonResponse:
    """Tell the script of an open page who is signed in, the key of that person's copies, and its words."""
    return JsonResponse(
        {
            "user": request.user.pk,
            "key": key_of(request.user),
            "keptFor": KEPT_FOR,
            "words": {
                "network": _(
                    "Not saved yet: the connection is lost. What you typed stays on this page and is kept in this "
                    "browser; it is saved by itself when the connection is back."
                ),
                "server": _(
                    "Not saved yet: the server did not answer as it should. What you typed stays on this page and "
                    "is kept in this browser; saving is tried again by itself."
                ),
                "foreign": _(
                    "Not saved: somebody else has signed in with this browser. Sign in with your own account, then "
                    "come back to this page; what you typed is still here."
                ),
                "back": _("Everything you typed is saved now."),
                "found": _("There is text here that could not be saved, typed at %(time)s."),
                "returned": _("What you typed at %(time)s and did not send is here again."),
                "refused": _(
                    "It could not be saved by itself. Copy from below what is missing in the story."
                ),
                "restore": _("Save it into the story"),
                "look": _("Look at it"),
                "discard": _("Throw it away"),
                "sure": _("Throw away what could not be saved?"),
                "text": _("The text that was kept"),
            },
        }
    )
