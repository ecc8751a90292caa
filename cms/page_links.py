"""Links to pages in rich text: to a reader only those that lead somewhere.

An address is made of a title: that of a draft would tell the public its headline before anybody signed it.
"""

from typing import Any

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

# What the database takes as a number; anybody can forge another one.
_LONGEST_NUMBER = 9


class PublicPageLinkHandler(PageLinkHandler):
    """Wagtail's, which links whatever exists. The words of what is not public stand in an ``<a>`` without address.

    All links of a text are looked up together, in one query instead of Wagtail's one for each type of page: no
    type of page of the portal has addresses of its own.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, str]]) -> list[Any]:
        """Return the page of each link, None in the place of one that is not public."""
        # Imported late: Wagtail asks for its hooks while the pages' models may still be loading.
        from cms.pages import PublicPageQuerySet

        numbers = [attrs.get("id", "") for attrs in attrs_list]
        real = {
            each for each in numbers if each.isascii() and each.isdecimal() and len(each) <= _LONGEST_NUMBER
        }
        public = PublicPageQuerySet(Page).visible().in_bulk(real) if real else {}
        return [public.get(int(each)) if each in real else None for each in numbers]
