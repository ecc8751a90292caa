"""One picture at a time into a gallery: what the editor's script (static/js/gallery-upload.js) talks to.

One request a file, so that each has its progress and its own answer, and a lost connection costs one file.
The same picture uploaded again is the one that is stored: nothing is kept twice, and a repeated request,
whose answer was lost, gives what the first one stored.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.images.permissions import permission_policy
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Collection

from .fields import clean_picture_file
from .intake import keep_picture
from .models import PortalImage
from .picture_facts import picture_facts
from .refusal import Rejected

# More rows than any gallery has; a longer list of numbers is nobody's.
MAX_ASKED = 100
_MAX_DIGITS = 9


@transaction.non_atomic_requests
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Take one picture through the intake gate and describe it.

    The picture is decoded and written anew outside the database's transaction: SQLite would keep everybody
    else from writing for as long as it takes.

    Returns:
        200 with ``picture`` (what Wagtail's chooser wants), ``facts`` and ``known`` (it was stored already);
        422 with ``error``, a sentence, if the gate refuses the file.

    Raises:
        PermissionDenied: the account may add no pictures.
    """
    collection = collection_for(request.user)
    sent = request.FILES.get("file")
    if sent is None:
        return _refusal(_("No file arrived. Choose the picture again."))
    began, name = timezone.now(), sent.name or ""
    try:
        file = clean_picture_file(sent, name)
        with transaction.atomic():
            # The same picture twice in one choice arrives twice at once: one waits, and finds the other's.
            Collection.objects.select_for_update().get(pk=collection.pk)
            picture = keep_picture(file, name, title="", user=request.user, collection=collection)
    except Rejected as refusal:
        return _refusal(" ".join(refusal.messages))
    if not permission_policy.user_has_permission_for_instance(request.user, "choose", picture):
        return _refusal(
            _("This picture is stored already, where you may not use it. Ask the administrator for it.")
        )
    return JsonResponse(_described(picture, request, began))


@require_GET
def facts(request: HttpRequest) -> JsonResponse:
    """Describe the pictures whose numbers are asked for, as far as that account may choose them."""
    numbers = [int(number) for number in request.GET.getlist("id")[:MAX_ASKED] if _is_number(number)]
    pictures = permission_policy.instances_user_has_any_permission_for(request.user, ["choose"]).filter(
        pk__in=numbers
    )
    return JsonResponse({"facts": picture_facts(pictures, request.user, _page_asked_from(request))})


urls = [
    path("thu-vien-anh/tai-len/", upload, name="gallery_upload"),
    path("thu-vien-anh/anh/", facts, name="gallery_facts"),
]


def collection_for(user: Any) -> Collection:
    """Return where that account's pictures go: the innermost collection that it may add to."""
    allowed = permission_policy.collections_user_has_permission_for(user, "add")
    collection = allowed.order_by("-depth", "path").first()
    if collection is None:
        raise PermissionDenied
    return collection


def _described(picture: PortalImage, request: HttpRequest, began: datetime) -> dict[str, Any]:
    described = picture_facts([picture], request.user, _page_asked_from(request))
    return {
        "picture": AdminImageChooser().get_value_data_from_instance(picture),
        "facts": described[picture.pk],
        "known": picture.created_at < began,
    }


def _page_asked_from(request: HttpRequest) -> int | None:
    number = request.GET.get("page", "")
    return int(number) if _is_number(number) else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _MAX_DIGITS


def _refusal(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=422)
