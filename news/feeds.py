"""RSS of the portal's stories. A correction is said first in its story's entry."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms import vietnamese

from .models import public_stories

LATEST = 30


class LatestStories(Feed):
    """The latest stories of the portal."""

    language = "vi"

    def title(self) -> str:
        return _("Latest news")

    def description(self) -> str:
        return _("The latest stories of the portal")

    def link(self) -> str:
        return reverse("wagtail_serve", args=[""])

    def items(self) -> list:
        return list(public_stories().prefetch_related("corrections")[:LATEST])

    def item_title(self, item) -> str:
        return item.title

    def item_description(self, item) -> str:
        """Return the corrections with their days, then the lead; all of it is text, none of it markup."""
        corrections = "".join(
            f"<p><strong>{_('Correction')} ({vietnamese.short_date(row.date)}):</strong> {escape(row.text)}</p>"
            for row in item.corrections.all()
        )
        return f"{corrections}<p>{escape(item.lead)}</p>"

    def item_link(self, item) -> str:
        return item.url

    def item_pubdate(self, item):
        return item.first_published_at

    def item_updateddate(self, item):
        return item.last_published_at

    def item_categories(self, item) -> list[str]:
        return [item.category.name] if item.category else []
