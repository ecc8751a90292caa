"""Dùng làm mẫu: a new draft in the shape of an older story, with nothing of the older one's life.

Kept: kind, category, genre, organiser and chair, the text with its headings, the byline's roles, the rows of
speeches without what was said. Emptied: the event and its days, pictures, attachments, related stories, what was
signed, published, corrected or counted.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from cms.draft_privacy import may_read
from news.models import StoryPage

from .drafting import store_draft
from .permissions import may_write

# Whatever the models gain later is left out until somebody names it here.
KEPT = ("lead", "body", "category", "genre")
KEPT_OF_EVENT = ("event_name", "event_type", "location", "organiser", "chair", "attendance")
KEPT_OF_AUTHOR = ("name", "position", "wrote_news", "wrote_article", "took_photos")
KEPT_OF_SPEECH = ("honorific", "speaker", "position", "kind")
# Blocks that carry a picture, a file or a video, and those that place a speech, belong to the older story.
LEFT_OUT = frozenset({"picture", "picture_row", "document", "video", "speech"})


def may_use(user: Any, story: StoryPage) -> bool:
    """Tell whether that account may make a draft after this story: it is public, or the account's own.

    An approver reads others' drafts and still makes none of its own after them.
    """
    return may_write(user) and (story.live or story.owner_id == user.pk) and may_read(user, story)


def draft_after(story: StoryPage, owner: Any) -> StoryPage:
    """Store a draft in the shape of a story.

    Args:
        story: a public story, whose public text is the template, or a draft of the account's own.
        owner: whose draft it becomes.

    Raises:
        PermissionDenied: that account may not use this story, or write any.
    """
    if not may_use(owner, story):
        raise PermissionDenied
    source = _text_of(story, owner)
    page = type(source)(
        title=_("(Template) %(title)s") % {"title": source.title[:240]},
        **{name: getattr(source, name) for name in KEPT if name != "body"},
    )
    page.body = [block for block in source.body.get_prep_value() if block["type"] not in LEFT_OUT]
    page.contributions = [_copy(row, KEPT_OF_AUTHOR) for row in source.contributions.all()]
    if hasattr(source, "speeches"):
        for name in KEPT_OF_EVENT:
            setattr(page, name, getattr(source, name))
        page.speeches = [_copy(row, KEPT_OF_SPEECH) for row in source.speeches.all()]
    return store_draft(page, owner)


def _text_of(story: StoryPage, owner: Any) -> Any:
    """Return the newest text to the owner, the public one to everybody else."""
    specific = story.specific
    return specific.get_latest_revision_as_object() if story.owner_id == owner.pk else specific


def _copy(row: Any, names: tuple[str, ...]) -> Any:
    return type(row)(sort_order=row.sort_order, **{name: getattr(row, name) for name in names})
