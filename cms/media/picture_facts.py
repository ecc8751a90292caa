"""What an editor is told about a picture beside the place where it is used: size, warnings, other uses.

The rules are pure (``size_warning``); what is read from the database is read in a fixed number of queries,
however many pictures a page has.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.permissions import permission_policy
from wagtail.models import Page, ReferenceIndex, get_default_page_content_type

from cms import vietnamese

from .models import PortalImage
from .specs import PICTURE_WIDTHS

# Below this a picture is stretched to fill the text's column (specs.py).
BLURRED_BELOW = PICTURE_WIDTHS[-2]
# Below this it is smaller than the space that a large screen gives to an opened picture.
SMALL_BELOW = PICTURE_WIDTHS[-1]
# More pages than this are not named in a row.
NAMED_USES = 3


def size_warning(width: int, height: int) -> str:
    """Return the sentence about a picture that is too small for a gallery, "" if it is large enough.

    Args:
        width, height: in pixels. An upright picture is shown as high as the screen, so its height counts.
    """
    side = max(width, height)
    if side < BLURRED_BELOW:
        return _(
            "Too small: enlarged, it is blurred. Send the original, at least %(pixels)s pixels wide."
        ) % {"pixels": SMALL_BELOW}
    if side < SMALL_BELOW:
        return _("Rather small: sharp in the gallery, a little soft when it is opened on a large screen.")
    return ""


def picture_facts(
    pictures: Iterable[PortalImage], user: Any, page_id: int | None = None
) -> dict[int, dict[str, Any]]:
    """Return what the editor's rows say of these pictures, by their numbers, ready for JSON.

    Args:
        pictures: stored pictures.
        user: who asks; only pages whose titles that account may read are named.
        page_id: the page that is being edited: it is not "elsewhere".
    """
    pictures = list(pictures)
    numbers = [picture.pk for picture in pictures]
    elsewhere = titles_elsewhere(numbers, user, page_id)
    # Asked of all at once: the policy's question about one picture is a query each.
    own = permission_policy.instances_user_has_permission_for(user, "change").filter(pk__in=numbers)
    editable = set(own.values_list("pk", flat=True))
    return {
        picture.pk: {
            **_facts(picture, elsewhere[picture.pk]),
            "edit_url": reverse("wagtailimages:edit", args=[picture.pk]) if picture.pk in editable else "",
        }
        for picture in pictures
    }


def titles_elsewhere(numbers: list[int], user: Any, page_id: int | None) -> dict[int, list[str]]:
    """Return the titles of the other pages that show these pictures, by the pictures' numbers.

    In two queries. What waits in a newer draft of a public page stands in no index and is not named.
    """
    # Imported late: the admin's rules stand on the review's models, which are loaded after these.
    from cms.draft_privacy import readable_pages

    uses = set(
        ReferenceIndex.objects.filter(
            to_content_type=ContentType.objects.get_for_model(PortalImage),
            to_object_id__in=[str(number) for number in numbers],
            base_content_type=get_default_page_content_type(),
        ).values_list("to_object_id", "object_id")
    )
    pages = readable_pages(user, Page.objects.filter(pk__in={int(page) for _number, page in uses}))
    if page_id:
        pages = pages.exclude(pk=page_id)
    titles = dict(pages.order_by("-pk").values_list("pk", "title"))
    found: dict[int, list[str]] = defaultdict(list)
    for page, title in titles.items():
        for number in numbers:
            if (str(number), str(page)) in uses:
                found[number].append(title)
    return found


def _facts(picture: PortalImage, titles: list[str]) -> dict[str, Any]:
    notes = []
    if picture.removed_gps:
        notes.append(_("The place where it was taken (GPS) was removed from the file."))
    if titles:
        named = "; ".join(f"“{title}”" for title in titles[:NAMED_USES])
        if len(titles) > NAMED_USES:
            named += " …"
        notes.append(_("Also in: %(pages)s") % {"pages": named})
    warning = size_warning(picture.width, picture.height)
    return {
        "size": _("%(width)s × %(height)s pixels, %(bytes)s")
        % {
            "width": vietnamese.format_number(picture.width),
            "height": vietnamese.format_number(picture.height),
            "bytes": vietnamese.format_bytes(picture.file_size or 0),
        },
        "warnings": [warning] if warning else [],
        "notes": notes,
        "caption": picture.file_caption,
        "credit": picture.credit,
        "taken": picture.taken_at.isoformat() if picture.taken_at else "",
        "taken_words": vietnamese.long_datetime(timezone.localtime(picture.taken_at))
        if picture.taken_at
        else "",
        "focal_point": picture.has_focal_point(),
    }
