"""Tin, bài: a news article."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from news import panels

from .story import StoryPage


class NewsArticlePage(StoryPage):
    """A news item, article, interview, photo reportage or notice."""

    parent_page_types = ["news.NewsIndexPage"]
    kind = "article"
    template = "news/story_page.html"
    page_description = _("A news item, an article, an interview, a photo reportage or a notice.")

    edit_handler = panels.story_tabs()

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    def problems(self) -> Iterator[tuple[str, object]]:
        yield from super().problems()
        if any(block.block_type == "speech" for block in self.body):
            yield "body", _("Only a conference report has a list of speeches: use a quotation here.")
