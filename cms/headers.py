"""What every answer tells the browser about itself, beyond what Django says (docs/security.md).

The policies are plain values; cms/settings/base.py hands them to django-csp and django-permissions-policy.
"""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

# What no page of the portal asks a browser for. Sharing and full screen stay, for readers use both.
PERMISSIONS: dict[str, list[str]] = {
    name: []
    for name in (
        *(
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "camera",
            "display-capture",
            "geolocation",
        ),
        *("gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment"),
        *("publickey-credentials-get", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
    )
}


def public_policy(media_origin: str = "") -> dict[str, Any]:
    """Return the Content-Security-Policy of what readers get: files of the portal, and nothing inline.

    A ``<script type="application/ld+json">`` is a data block, which no browser executes and no policy concerns
    (HTML standard, "prepare the script element"). Videos are links: nothing of another host is framed.

    Args:
        media_origin: where pictures come from if not from the portal itself, as scheme and host.
    """
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *([media_origin] if media_origin else [])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        # The admin's preview shows public pages in a frame of the portal's own.
        "frame-ancestors": [SELF],
    }


def admin_policy(media_origin: str = "") -> dict[str, Any]:
    """Return the policy of the admin, as tight as Wagtail 7.4 bears it.

    Its panels and date fields write inline scripts without a nonce, and its editor sets inline styles. It needs
    no ``eval``. Pictures that are being uploaded are shown from the browser's memory (``blob:``, ``data:``).
    """
    return {
        **public_policy(media_origin),
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [*public_policy(media_origin)["img-src"], "data:", "blob:"],
        "frame-src": [SELF],
    }


class SecurityHeadersMiddleware(CSPMiddleware):
    """Give the admin its own policy, and say who may embed an answer.

    Stands outside of the page cache: what is kept there is given the headers of the hour.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"]
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Pictures and files of public stories stand in others' feed readers; pages and data stand in no other site.
        shared = request.path_info.startswith((settings.MEDIA_URL, settings.STATIC_URL))
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin"
        )
        return super().process_response(request, response)
