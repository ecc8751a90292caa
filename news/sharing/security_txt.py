"""security.txt: where somebody reports a hole in the portal (RFC 9116)."""

from datetime import UTC, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from .addresses import absolute
from .publisher import publisher_of

# RFC 9116, 2.5.5, recommends less than a year.
VALID = timedelta(days=180)


def security_txt(request: HttpRequest) -> HttpResponse:
    """Name the agency's e-mail and telephone of the portal's settings.

    Raises:
        Http404: the settings name neither; a file without a contact says nothing.
    """
    publisher = publisher_of(request)
    contacts = [f"Contact: mailto:{publisher.email}"] if publisher.email else []
    if number := "".join(sign for sign in publisher.telephone if sign.isascii() and sign in "+0123456789"):
        contacts.append(f"Contact: tel:{number}")
    if not contacts:
        raise Http404
    # By the day, so that what is kept and what is made anew say the same.
    expires = (timezone.now() + VALID).astimezone(UTC).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        *contacts,
        f"Expires: {expires}",
        "Preferred-Languages: vi, en",
        f"Canonical: {absolute(request, request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
