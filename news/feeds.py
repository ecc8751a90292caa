"""RSS and Atom: the portal's stories, those of a category, of a keyword, of a kind.

A correction is said first in its story's entry. Whatever stands in a title, the file stays readable XML.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from taggit.models import Tag

from cms import vietnamese

from .models import Category, ConferenceReportPage, NewsArticlePage, public_stories
from .models.listing import of_kind, tagged_with
from .sharing.addresses import absolute, page_address
from .sharing.feed_formats import Rss
from .sharing.meta import authors_of
from .sharing.pictures import SharedPicture, picture_of, with_picture
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
    stories: QuerySet[Any]


@dataclass(frozen=True)
class Entry:
    """A story with its addresses in full."""

    story: Any
    address: str
    picture: SharedPicture | None = None


class StoryFeed(Feed):
    """The latest stories of the portal; the ones below narrow them."""

    language = "vi"

    def __init__(self, feed_type: Any = Rss) -> None:
        self.feed_type = feed_type

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().__call__(request, *args, **kwargs)
        # The newest entry's date, which a take-down of an older one does not change: who asks by it would be
        # told that nothing happened. The page cache's ETag knows every byte.
        del response["Last-Modified"]
        return response

    def get_object(self, request: HttpRequest, **kwargs: Any) -> Channel:
        return self.channel(
            request,
            _("Latest news"),
            _("The latest stories of the portal"),
            reverse("wagtail_serve", args=[""]),
            public_stories(),
        )

    def channel(
        self, request: HttpRequest, name: str, description: str, path: str, stories: QuerySet[Any]
    ) -> Channel:
        """Return the channel of those stories, named after the agency."""
        return Channel(
            request=request,
            title=f"{name} – {publisher_of(request).name}",
            description=description,
            address=absolute(request, path),
            stories=stories,
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
            Entry(story, page_address(channel.request, story), picture_of(channel.request, story))
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
        return ", ".join(authors_of(entry.story.contributions.all())) or None

    def item_pubdate(self, entry: Entry) -> Any:
        return entry.story.first_published_at

    def item_updateddate(self, entry: Entry) -> Any:
        return entry.story.last_published_at

    def item_categories(self, entry: Entry) -> list[str]:
        return [entry.story.category.name] if entry.story.category else []

    def item_extra_kwargs(self, entry: Entry) -> dict[str, Any]:
        return {"picture": entry.picture}


class CategoryFeed(StoryFeed):
    """The stories of a category."""

    def get_object(self, request: HttpRequest, *, slug: str = "", **kwargs: Any) -> Channel:
        category = Category.objects.filter(slug=slug).first()
        if category is None:
            raise Http404("no such category")
        description = category.description or _("Stories of the category %(name)s") % {"name": category.name}
        path = reverse("news:category", args=[category.slug])
        stories = public_stories().filter(category=category)
        return self.channel(request, category.name, description, path, stories)


class TagFeed(StoryFeed):
    """The stories that carry a keyword. A keyword of drafts alone does not exist for the public."""

    def get_object(self, request: HttpRequest, *, slug: str = "", **kwargs: Any) -> Channel:
        tag = Tag.objects.filter(slug=slug).first()
        if tag is None or not tagged_with(tag).exists():
            raise Http404("no such keyword")
        description = _("Stories with the keyword %(name)s") % {"name": tag.name}
        path = reverse("news:tag", args=[tag.slug])
        return self.channel(request, tag.name, description, path, tagged_with(tag))


class KindFeed(StoryFeed):
    """Articles alone, or conference reports alone."""

    def get_object(self, request: HttpRequest, *, kind: str = "", **kwargs: Any) -> Channel:
        model = KINDS[kind]
        name = capfirst(model._meta.verbose_name_plural)
        description = _("The latest of: %(name)s") % {"name": name}
        path = f"{reverse('search')}?loai={model.kind}"
        return self.channel(request, name, description, path, of_kind(public_stories(), model))
