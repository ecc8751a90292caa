"""A page of its own for every picture of a story's gallery: ``<story>/anh/7/``.

It is what a reader without a script gets where others see the lightbox. It says nothing that the story does
not, so search engines do not keep it.
"""

import re
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from wagtail.url_routing import RouteResult

# Mixed into StoryPage; for the type checker it is a page.
if TYPE_CHECKING:
    from cms.pages import BasePage as _Page
else:
    _Page = object

FOLDER = "anh"
TEMPLATE = "news/picture_page.html"
# One address a picture: 07 and ٧ are none.
_NUMBER = re.compile(r"[1-9][0-9]{0,3}", re.ASCII)
_PREVIEW_MODE = re.compile(rf"{FOLDER}-([1-9][0-9]{{0,3}})", re.ASCII)


class PicturePages(_Page):
    """Serves the pictures of a page that has ``gallery_images``, while the page itself may be served."""

    gallery_images: Any

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find ``anh/7``; everything else is the page's own.

        Raises:
            Http404: the page is not public, or has no such picture.
        """
        if len(path_components) == 2 and path_components[0] == FOLDER:
            if not self.live or not _NUMBER.fullmatch(path_components[1]):
                raise Http404
            return RouteResult(self, kwargs={"picture": int(path_components[1])})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, picture: int | None = None, **kwargs: Any) -> Any:
        if picture is not None:
            return self.serve_picture(request, picture)
        return super().serve(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """Show a picture's page in a preview, too: its links say ``?mode=anh-7``, for a draft has no address."""
        if found := _PREVIEW_MODE.fullmatch(mode_name or ""):
            return self.serve_picture(request, int(found[1]))
        return super().serve_preview(request, mode_name)

    def gallery_rows(self) -> list[Any]:
        """Return the rows of the gallery that have a picture, in order: the first is number 1."""
        return [row for row in self.gallery_images.select_related("image") if row.image_id]

    def serve_picture(self, request: HttpRequest, number: int) -> TemplateResponse:
        """Serve the page of that picture.

        Raises:
            Http404: the gallery does not go that far.
        """
        rows = self.gallery_rows()
        if number > len(rows):
            raise Http404
        context = self.get_context(request) | {
            "row": rows[number - 1],
            "number": number,
            "canonical": self._address(request, number),
            "count": len(rows),
            "story_address": f"{self._address(request)}#{FOLDER}-{number}",
            "previous_address": self._address(request, number - 1) if number > 1 else "",
            "next_address": self._address(request, number + 1) if number < len(rows) else "",
        }
        return TemplateResponse(request, TEMPLATE, context)

    def _address(self, request: HttpRequest, number: int | None = None) -> str:
        """Return the address of the page or of one of its pictures, where the reader is: in public or in a preview."""
        if getattr(request, "is_preview", False):
            return f"?mode={FOLDER}-{number}" if number else "?"
        return f"{self.get_url(request)}{FOLDER}/{number}/" if number else self.get_url(request)
