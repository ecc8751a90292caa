"""A portal that is public to the last field: everything that can be typed says the given text.

All of it becomes public through the review, but for the many reports that only make the lists long.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown
from home.models import PortalSettings, ServiceNotice, StandardPage
from news.models import Category, DailyViews, GalleryImage, StoryPage
from news.models.story import Genre
from news.tests.many import publish_many

from .filled import fill, new_files

# So many pictures that a gallery has neighbours on both sides.
PICTURES = 3
# So many that each list has a second page.
REPORTS = 26
PRINTED_OF_THE_AGENCY = (
    "agency_name",
    "superior_body",
    "address",
    "responsible_person",
    "licence",
    "telephone",
)
# Fits the shortest of the fields that fill() does not cut to their length.
_CUT = 60


class FullPortal:
    """The stories of a portal that says ``text`` everywhere."""

    def __init__(
        self,
        portal: Any,
        make_story: Callable,
        publish: Callable,
        people: Sequence[Any],
        link: str = "https://ubnd.example/",
    ) -> None:
        """Take the fixtures of the same names (conftest.py), and a reporter, a chief and an administrator.

        Args:
            link: the web address of links and notices.
        """
        self.link = link
        self.portal, self.make_story, self.through_review = portal, make_story, publish
        self.reporter, self.chief, self.administrator = people

    def say(self, text: str) -> None:
        """Publish the text in every field of every kind of thing."""
        stored = [new_files(text, number, self.portal.collection) for number in range(1, PICTURES + 1)]
        self.files, self.pictures = stored[0], [files["picture"] for files in stored]
        self._sign_with(text)
        self.article = self._story(text, conference=False, title=f"{text} article")
        self.report = self._story(text, conference=True, title=f"{text} report", target=self.article)
        # More than the top of the home page takes, so that each of its lists has one.
        for genre in Genre:
            story = self._story(text, conference=False, title=f"{text} {genre.value}", genre=genre)
            DailyViews.objects.create(story=story, day=timezone.localdate(), views=1)
        for kind in TakeDown.Kind:
            story = self._story(text, conference=True, title=f"{text} {kind.value}", target=self.article)
            public_life.take_down(story.pk, self.chief, kind, f"{text} reason", target=self.report)
        self._things_of_the_site(text)
        founded = Page.objects.descendant_of(self.portal.home, inclusive=True).not_type(StoryPage)
        for page in founded.specific():
            fill(page, text, title=f"{text} {page.title}", files=self.files, target=self.report)
            page.slug = Page.objects.get(pk=page.pk).slug
            page.save_revision(user=self.administrator, log_action=True)
            self.through_review(page, self.administrator, self.chief)

    def lengthen_the_lists(self) -> None:
        """Add plain reports, until each list has a second page."""
        publish_many(self.portal.news_index, self.reporter, REPORTS)
        Page.objects.live().filter(last_published_at=None).update(last_published_at=timezone.now())

    def _story(
        self, text: str, *, conference: bool, title: str, target: Any = None, **fields: Any
    ) -> StoryPage:
        story = self.make_story(self.reporter, conference=conference, **fields)
        fill(story, text, title=title, files=self.files, target=target)
        if conference:
            story.body = [*story.body.get_prep_value(), {"type": "speech", "value": {"number": 1}}]
        said = {"caption": f"{text} caption", "alt": f"{text} alternative"}
        story.gallery_images = [GalleryImage(image=picture, **said) for picture in self.pictures]
        story.category = Category.objects.order_by("pk").first()
        story.save()
        story.save_revision(user=self.reporter, log_action=True)
        return self.through_review(type(story).objects.get(pk=story.pk), self.reporter, self.chief)

    def _sign_with(self, text: str) -> None:
        for person in (self.reporter, self.chief, self.administrator):
            person.first_name = person.last_name = text[:_CUT]
            person.position = text[:_CUT]
            person.save()

    def _things_of_the_site(self, text: str) -> None:
        settings = PortalSettings.for_site(self.portal.site)
        for field in PRINTED_OF_THE_AGENCY:
            setattr(settings, field, text[:_CUT])
        settings.logo = self.files["picture"]
        settings.accessibility_page = StandardPage.objects.first()
        settings.links = [("link", {"title": text, "url": self.link})]
        settings.save()
        category = Category.objects.order_by("pk").first()
        category.name, category.description = text[:_CUT], text
        category.save()
        now = timezone.now()
        times = {"shown_until": now + timedelta(days=2), "outage_from": now, "outage_until": now}
        for level in ServiceNotice.Level:
            ServiceNotice.objects.create(level=level, text=text, link=self.link, **times)
