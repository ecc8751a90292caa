"""RSS and Atom: the portal's stories, those of a category, of a keyword, of a kind.

A correction is said first in its story's entry. Whatever stands in a title, the file stays readable XML.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from taggit.models import Tag

from cms import vietnamese

from .models import Category, ConferenceReportPage, NewsArticlePage, public_stories
from .sharing.addresses import absolute, page_address
from .sharing.feed_formats import Rss
from .sharing.pictures import picture_of, with_picture
from .sharing.publisher import publisher_of

LATEST = 30
# The kinds of story by the word in the feed's address.
KINDS: dict[str, Any] = {"tin-bai": NewsArticlePage, "hoi-nghi": ConferenceReportPage}


@dataclass(frozen=True)
class Channel:
    """What a feed is about. ``address`` is where a person reads the same."""

    request: HttpRequest
    title: str
    description: str
    address: str
    stories: Any


@dataclass(frozen=True)
class Entry:
    """A story with its addresses in full; ``picture`` as sharing/feed_formats.py writes it."""

    story: Any
    address: str
    picture: dict[str, str] | None = None


class StoryFeed(Feed):
    """The latest stories of the portal; the ones below narrow them."""

    language = "vi"

    def __init__(self, feed_type: Any = Rss) -> None:
        self.feed_type = feed_type

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # The public reads Vietnamese whatever its browser speaks.
        with override("vi"):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, **kwargs: Any) -> Channel:
        return self.channel(
            request,
            _("Latest news"),
            _("The latest stories of the portal"),
            reverse("wagtail_serve", args=[""]),
        )

    def channel(
        self, request: HttpRequest, name: str, description: str, path: str, **conditions: Any
    ) -> Channel:
        """Return the channel of the stories that fulfil the conditions, named after the agency."""
        return Channel(
            request=request,
            title=f"{name} – {publisher_of(request).name}",
            description=description,
            address=absolute(request, path),
            stories=public_stories().filter(**conditions),
        )

    def title(self, channel: Channel) -> str:
        return channel.title

    def description(self, channel: Channel) -> str:
        return channel.description

    def subtitle(self, channel: Channel) -> str:
        return channel.description

    def link(self, channel: Channel) -> str:
        return channel.address

    def feed_url(self, channel: Channel) -> str:
        return absolute(channel.request, channel.request.path)

    def feed_guid(self, channel: Channel) -> str:
        return self.feed_url(channel)

    def author_name(self, channel: Channel) -> str:
        return publisher_of(channel.request).name

    def items(self, channel: Channel) -> list[Entry]:
        stories = with_picture(channel.stories.prefetch_related(None))
        return [
            Entry(story, page_address(channel.request, story), _media(channel.request, story))
            for story in stories.prefetch_related("corrections", "contributions")[:LATEST]
        ]

    def item_title(self, entry: Entry) -> str:
        return entry.story.title

    def item_description(self, entry: Entry) -> str:
        """Return the corrections with their days, then the lead; all of it is text, none of it markup."""
        word = _("Correction")
        corrections = "".join(
            f"<p><strong>{word} ({vietnamese.short_date(row.date)}):</strong> {escape(row.text)}</p>"
            for row in entry.story.corrections.all()
        )
        return f"{corrections}<p>{escape(entry.story.lead)}</p>"

    def item_link(self, entry: Entry) -> str:
        return entry.address

    def item_guid(self, entry: Entry) -> str:
        # Stays when the title and so the address changes: readers shall not see a story twice.
        return entry.story.translation_key.urn

    item_guid_is_permalink = False

    def item_author_name(self, entry: Entry) -> str | None:
        return ", ".join(row.name for row in entry.story.contributions.all()) or None

    def item_pubdate(self, entry: Entry) -> Any:
        return entry.story.first_published_at

    def item_updateddate(self, entry: Entry) -> Any:
        return entry.story.last_published_at

    def item_categories(self, entry: Entry) -> list[str]:
        return [entry.story.category.name] if entry.story.category else []

    def item_extra_kwargs(self, entry: Entry) -> dict[str, Any]:
        return {"picture": entry.picture}


def _media(request: HttpRequest, story: Any) -> dict[str, str] | None:
    """Return the lead picture of a story for feed_formats.py, None if there is none."""
    picture = picture_of(story)
    if picture is None:
        return None
    return {
        "url": absolute(request, picture.path),
        "width": str(picture.width),
        "height": str(picture.height),
        "alt": picture.alt,
    }


class CategoryFeed(StoryFeed):
    """The stories of a category."""

    def get_object(self, request: HttpRequest, *, slug: str = "", **kwargs: Any) -> Channel:
        category = Category.objects.filter(slug=slug).first()
        if category is None:
            raise Http404("no such category")
        description = category.description or _("Stories of the category %(name)s") % {"name": category.name}
        path = reverse("news:category", args=[category.slug])
        return self.channel(request, category.name, description, path, category=category)


class TagFeed(StoryFeed):
    """The stories that carry a keyword. A keyword of drafts alone does not exist for the public."""

    def get_object(self, request: HttpRequest, *, slug: str = "", **kwargs: Any) -> Channel:
        tag = Tag.objects.filter(slug=slug).first()
        if tag is None or not public_stories().filter(tagged_items__tag=tag).exists():
            raise Http404("no such keyword")
        description = _("Stories with the keyword %(name)s") % {"name": tag.name}
        path = reverse("news:tag", args=[tag.slug])
        return self.channel(request, tag.name, description, path, tagged_items__tag=tag)


class KindFeed(StoryFeed):
    """Articles alone, or conference reports alone."""

    def get_object(self, request: HttpRequest, *, kind: str = "", **kwargs: Any) -> Channel:
        model = KINDS[kind]
        name = capfirst(model._meta.verbose_name_plural)
        description = _("The latest of: %(name)s") % {"name": name}
        path = f"{reverse('search')}?loai={model.kind}"
        # The joined row exists for stories of that kind alone.
        return self.channel(request, name, description, path, **{f"{model._meta.model_name}__isnull": False})
