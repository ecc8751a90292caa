"""Whose session is over is nobody, and is told so where the typed text still is."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from . import audit, second_factor, sessions

# Where one signs in, and what belongs to it: nobody in particular may ask for these.
OPEN_VIEWS = frozenset(
    {
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "second_factor",
        "second_factor_setup",
        "session",
        "session_back",
    }
)
_SECRETS = ("password", "csrfmiddlewaretoken", "code")


class StaffSessionMiddleware:
    """Ends sessions by the clock and for want of a second factor. After ``OTPMiddleware``.

    Lazy: a request without a session's cookie, and a page that asks for nobody, pay nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Replace who asks by nobody if the session is over, as soon as somebody wants to know."""
        with audit.during(request):
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                request.user = SimpleLazyObject(partial(_who, request, request.user))  # type: ignore[assignment]
            response = self.get_response(request)
            if response.get("Content-Disposition", "").startswith("attachment") and _in_admin(request):
                audit.record("export", who=request.user, path=request.path)
            return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer in the admin whom Wagtail would send to the login page, and whose text would be lost.

        Runs after Django's check of the form's token: nobody else's form is ever shown back.
        """
        if not _had_session(request) or not _in_admin(request) or _is_open(request):
            return None
        if request.user.is_authenticated:
            return None
        why, kind = getattr(request, "session_over", ("", "staff"))
        sentence = sessions.over_sentence(why, kind)
        if asked_by_script(request):
            # The shape, and the code, of Wagtail's own errors: the editor shows the sentence and keeps its text.
            return JsonResponse(
                {"success": False, "error_code": "locked", "error_message": sentence}, status=403
            )
        if request.method == "POST":
            return render(
                request,
                "accounts/session_over.html",
                {"sentence": sentence, "fields": _typed(request.POST), "back": reverse("session_back")},
                status=403,
            )
        if why:
            messages.warning(request, sentence)
        return None


def asked_by_script(request: HttpRequest) -> bool:
    """Tell whether a script asked, and not a person who opened a page or sent a form.

    Autosave, pings and previews go on while nobody is there, so they do not prolong a session; what the person
    does in the meantime is told by static/js/session.js.
    """
    destination = request.headers.get("Sec-Fetch-Dest")
    if destination:
        return destination != "document"
    return request.headers.get("X-Requested-With") == "XMLHttpRequest" or not request.accepts("text/html")


def _who(request: HttpRequest, user: Any) -> Any:
    if not user.is_authenticated:
        return user
    seconds, why = sessions.left(request, user)
    if seconds != 0 and second_factor.is_lacking(user):
        seconds, why = 0, sessions.UNVERIFIED
    if seconds == 0:
        request.session_over = why, request.session.get(sessions.KIND, "staff")  # type: ignore[attr-defined]
        audit.record("session_over", who=user, why=why)
        request.session.flush()
        return AnonymousUser()
    if not asked_by_script(request):
        sessions.act(request)
    return user


def _had_session(request: HttpRequest) -> bool:
    """Tell whether this browser was signed in: the other cookie outlives the session's."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or settings.CSRF_COOKIE_NAME in request.COOKIES


def _in_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in OPEN_VIEWS


def _typed(posted: QueryDict) -> list[tuple[str, str]]:
    """Return the fields of a form that came too late, without its secrets."""
    return [
        (name, value)
        for name, values in posted.lists()
        if not any(secret in name for secret in _SECRETS)
        for value in values
        if isinstance(value, str)
    ]
