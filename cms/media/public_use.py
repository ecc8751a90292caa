"""Which pictures and documents the public may have: what a public text shows, and nothing else.

``PublicUse`` says what the texts show that were published; whether such a page is public at this moment says
``PublicPageQuerySet.visible()``, in the same query. So a page that leaves the public by whatever way takes its
files along at once, even one that no signal tells of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, ReferenceIndex

from .models import PortalDocument, PortalImage, PublicUse

BATCH = 50


@dataclass(frozen=True)
class Files:
    """The numbers of pictures and documents."""

    pictures: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()

    def __or__(self, other: "Files") -> "Files":
        return Files(self.pictures | other.pictures, self.documents | other.documents)

    def __sub__(self, other: "Files") -> "Files":
        return Files(self.pictures - other.pictures, self.documents - other.documents)

    def __len__(self) -> int:
        return len(self.pictures) + len(self.documents)


def visible_pages() -> QuerySet[Page]:
    """Return the pages that the public may see, of whatever type."""
    # Imported late: pages are loaded after files.
    from cms.pages import PublicPageQuerySet

    return PublicPageQuerySet(Page).visible()


def is_public(file: str, value: str = "pk") -> Exists:
    """Return the condition that a public text shows a file, for ``annotate`` and ``filter``.

    Args:
        file: ``picture`` or ``document``.
        value: the field of the outer query that has the file's number.
    """
    uses = PublicUse.objects.filter(**{file: OuterRef(value)})
    # Page by page, by its key: as a list, SQLite would read all pages of the portal first.
    return Exists(uses.filter(Q(page=None) | Exists(visible_pages().filter(pk=OuterRef("page")))))


def files_in(thing: Any) -> Files:
    """Return the files that a page, as it stands in memory, or a setting refers to.

    Foreign keys of the page and of its rows, blocks of a body, links in rich text: what Wagtail's reference
    index finds. A file that no longer exists is left out.
    """
    found: dict[int, set[str]] = {}
    for content_type, pk, _model_path, _content_path in ReferenceIndex._extract_references_from_object(thing):
        found.setdefault(content_type, set()).add(pk)
    return Files(_existing(PortalImage, found), _existing(PortalDocument, found))


def _existing(model: Any, found: dict[int, set[str]]) -> frozenset[int]:
    numbers = found.get(ContentType.objects.get_for_model(model).pk)
    return (
        frozenset(model.objects.filter(pk__in=numbers).values_list("pk", flat=True))
        if numbers
        else frozenset()
    )


def record_page(page: Page) -> Files:
    """Write down what a page shows whose text has just become public; return it."""
    files = files_in(page.specific)
    _record(page.pk, files)
    return files


def forget_page(page: Page) -> None:
    """Write down that a page is not public any more."""
    _record(page.pk, Files())


def record_settings() -> Files:
    """Write down what the portal's settings show – its logo – on every page; return it."""
    files = _in_settings()
    _record(None, files)
    return files


def _in_settings() -> Files:
    files = Files()
    for model in registry:
        for setting in model._default_manager.all():
            files |= files_in(setting)
    return files


def _record(page_id: int | None, files: Files) -> None:
    """Make the rows of a page, or of the settings, those of these files; unchanged ones are left alone."""
    with transaction.atomic():
        before = _recorded(page_id)
        gone, new = before - files, files - before
        if gone:
            PublicUse.objects.filter(page=page_id).filter(
                Q(picture__in=gone.pictures) | Q(document__in=gone.documents)
            ).delete()
        rows = [PublicUse(page_id=page_id, picture_id=pk) for pk in sorted(new.pictures)]
        rows += [PublicUse(page_id=page_id, document_id=pk) for pk in sorted(new.documents)]
        PublicUse.objects.bulk_create(rows)


def _recorded(page_id: int | None) -> Files:
    rows = PublicUse.objects.filter(page=page_id).values_list("picture", "document")
    return Files(
        frozenset(picture for picture, _ in rows if picture),
        frozenset(document for _, document in rows if document),
    )


def live_pages() -> Iterator[Page]:
    """Yield every live page as its own type, in order of its number; the tree's root is none."""
    last = 0
    while batch := list(
        Page.objects.live().filter(pk__gt=last, depth__gt=1).order_by("pk").specific()[:BATCH]
    ):
        yield from batch
        last = batch[-1].pk


@dataclass(frozen=True)
class Difference:
    """What the table says of a page (None: the settings) too little and too much."""

    page_id: int | None
    title: str
    missing: Files
    superfluous: Files


def differences(*, repair: bool = False) -> Iterator[Difference]:
    """Yield where the table differs from what is public; put it right if asked to."""
    for page_id, title, files in _public_now():
        recorded = _recorded(page_id)
        if files != recorded:
            if repair:
                _record(page_id, files)
            yield Difference(page_id, title, files - recorded, recorded - files)


def _public_now() -> Iterator[tuple[int | None, str, Files]]:
    yield None, "", _in_settings()
    for page in live_pages():
        yield page.pk, page.title, files_in(page)
    not_live = Page.objects.filter(live=False, pk__in=PublicUse.objects.values("page"))
    for pk, title in not_live.values_list("pk", "title"):
        yield pk, title, Files()
