"""Trang chủ and the texts that stay."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import CommentPanel, FieldPanel, InlinePanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.url_routing import RouteResult

from cms.blocks import TEXT_BLOCKS
from cms.body_text import body_lines
from cms.fields import NormalisedTextField
from cms.pages import BasePage
from cms.routing import route_below
from cms.searchable import SearchDocument
from cms.widgets import VietnameseSlugInput
from home.front import TOP_STORIES, FrontPage


class HomePage(BasePage):
    """Trang chủ. Its lists are made from what is public; nothing is typed twice.

    What its approvers pick for the top are rows of the page, so the choice is signed like any text.
    """

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "news.NewsIndexPage", "news.AlbumIndexPage"]
    max_count = 1
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=400, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        InlinePanel(
            "featured",
            heading=_("Top stories"),
            label=_("Story"),
            help_text=_(
                "The first leads the home page. Places that are left empty are filled with the newest stories."
            ),
            max_num=TOP_STORIES,
        ),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: Any, path_components: list[str]) -> RouteResult:
        """Find the page of an address below this one in two queries (cms/routing.py)."""
        found = route_below(self, request, path_components) if path_components else None
        return found or super().route(request, path_components)

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["front"] = FrontPage.build([row.target_id for row in self.featured.all()])
        return context

    def problems(self) -> Iterator[tuple[str, object]]:
        yield from super().problems()
        picked = [row.target_id for row in self.featured.all()]
        if len(picked) != len(set(picked)):
            yield "featured", _("A story stands twice among the top stories: keep it once.")


class FeaturedStory(Orderable):
    """A story that the approvers pick for the top of the home page.

    One that is no longer public is passed over. The field is not called ``story``: that name is a row's way
    back to its page, which is no content (cms/workflow/content.py), and the choice is to be signed.
    """

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured")
    target = models.ForeignKey(
        "news.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )

    panels = [PageChooserPanel("target", "news.StoryPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("top story")
        verbose_name_plural = _("top stories")

    def problems(self) -> Iterator[tuple[str, object]]:
        """Yield that a draft was picked: the public would not see it."""
        if self.target_id and not self.target.live:
            yield "target", _("This story is not public yet: pick one that readers can open.")


class StandardPage(BasePage):
    """Giới thiệu, Liên hệ and the like: a text that stays, with an owner and a date for its next check."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    can_be_founded = True

    introduction = NormalisedTextField(_("introduction"), max_length=600, blank=True)
    body = StreamField(TEXT_BLOCKS, verbose_name=_("body"), blank=True)
    review_by = models.DateField(
        _("check again by"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody must look whether the page is still right."),
    )

    kind = "page"

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    settings_panels = [
        FieldPanel("review_by"),
        FieldPanel("show_in_menus"),
        FieldPanel("slug", widget=VietnameseSlugInput),
        CommentPanel(),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        # The page below which the form lies, /lien-he/, leads to it, whatever it is called.
        form, here = reverse("contact"), self.get_url(request)
        context["contact_form"] = form if here and form.startswith(here) else ""
        return context

    def search_document(self) -> SearchDocument:
        """Return what the public search keeps of this page (cms/searchable.py)."""
        return SearchDocument(
            page_id=self.pk,
            title=self.title,
            lead=self.introduction,
            body_text="\n".join(line for line in body_lines(self.body) if line),
            kind=self.kind,
            category_id=None,
            published_at=self.first_published_at or timezone.now(),
        )
