"""A page as it is kept: the bytes, packed once, and what is told with them."""

import gzip
import hashlib
import time
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

# Shorter than this, packing costs more than it saves.
_WORTH_PACKING = 500


def entity_tag(content: bytes) -> str:
    """Return the ETag of these bytes. Weak, because the same page goes out packed and unpacked."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def unpacks(request: HttpRequest) -> bool:
    """Tell whether the reader's browser takes packed answers."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


@dataclass(frozen=True)
class Entry:
    """An answer that is everybody's. ``fresh_until`` is in seconds since the epoch."""

    status: int
    headers: dict[str, str]
    content: bytes
    packed: bytes
    generation: int | None
    fresh_until: float

    @classmethod
    def of(cls, response: HttpResponse, generation: int | None, seconds: float, *, pack: bool) -> "Entry":
        """Keep an answer of that generation for so many seconds; packed, too, if anybody wants it so."""
        content = response.content
        text = response.get("Content-Type", "").startswith(("text/", "application/", "image/svg"))
        worth = pack and text and len(content) > _WORTH_PACKING
        packed = gzip.compress(content, 6, mtime=0) if worth else b""
        headers = {name: value for name, value in response.items() if name != "Content-Length"}
        return cls(response.status_code, headers, content, packed, generation, time.time() + seconds)

    @property
    def is_fresh(self) -> bool:
        return time.time() < self.fresh_until

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to this request: packed if the browser unpacks, 304 if it has it already."""
        packed = bool(self.packed) and unpacks(request)
        response = HttpResponse(
            self.packed if packed else self.content, status=self.status, headers=self.headers
        )
        patch_vary_headers(response, ["Accept-Encoding"])
        if packed:
            response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
        if self.status != 200:
            return response
        return get_conditional_response(request, etag=response.get("ETag"), response=response) or response
