"""Signing in: the password, then the second factor. In between one is nobody: no page knows the account."""

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.views.account import LoginView

from . import audit, second_factor, sessions, waiting
from .known_browsers import known
from .signing_in_forms import CodeForm

HALF = "half_signed_in"
HALF_LASTS = 10 * 60
FEW_CODES = 3
VOID = gettext_lazy(
    "Your password was given once more since you scanned the picture, so that key is void. Scan the picture again: "
    "it is a new one. If that was not you, change your password."
)


class SignInView(LoginView):
    """Wagtail's login page, which goes on to the second factor."""

    template_name = "accounts/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or remember whose password was right until the code comes."""
        user = form.get_user()
        waiting.forget(user)  # this sitting gets a key that nobody saw
        if not second_factor.is_required() and second_factor.device_of(user) is None:
            login(self.request, user)
            self.request.session.set_expiry(0)
            return known(HttpResponseRedirect(self.get_success_url()), user)
        self.request.session.cycle_key()
        self.request.session[HALF] = {
            "user": user.pk,
            "backend": user.backend,
            "hash": user.get_session_auth_hash(),
            "at": int(time.time()),
            "next": self.get_success_url(),
        }
        self.request.session.set_expiry(0)
        # If no "login" follows, somebody has the password and not the code.
        audit.record("password_accepted", who=user)
        return redirect("second_factor")


@method_decorator([never_cache, sensitive_post_parameters("code")], name="dispatch")
class HalfSignedInView(View):
    """A step after the password. Who comes without it is sent to the first."""

    account: Any
    half: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find whose password was given, within ten minutes and not changed since."""
        self.half = request.session.get(HALF) or {}
        account = (
            get_user_model()._default_manager.filter(pk=self.half.get("user", 0), is_active=True).first()
        )
        in_time = time.time() - self.half.get("at", 0) < HALF_LASTS
        if account is None or not in_time or self.half["hash"] != account.get_session_auth_hash():
            request.session.pop(HALF, None)
            return redirect("wagtailadmin_login")
        self.account = account
        return super().dispatch(request, *args, **kwargs)

    def enter(self, device: Any) -> str:
        """Sign the person in with that device; return where to go on."""
        self.account.otp_device = device  # django-otp notes it in the session as somebody signs in
        del self.request.session[HALF]
        login(self.request, self.account, backend=self.half["backend"])
        self.request.session.set_expiry(0)
        return self.half["next"]


class SecondFactorView(HalfSignedInView):
    """Asks for the code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, or lead to the set-up whom has none."""
        if second_factor.device_of(self.account) is None:
            return redirect("second_factor_setup")
        return self._shown(CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the code."""
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._shown(form)
        device = second_factor.take(self.account, form.cleaned_data["code"])
        if device is None:
            form.refuse(second_factor.device_of(self.account))
            return self._shown(form)
        left = second_factor.codes_left(self.account)
        next_address = self.enter(device)
        if left <= FEW_CODES:
            messages.warning(
                request,
                ngettext(
                    "You have %(left)d recovery code left. Make new ones under “Safety of your account”.",
                    "You have %(left)d recovery codes left. Make new ones under “Safety of your account”.",
                    left,
                )
                % {"left": left},
            )
        return known(HttpResponseRedirect(next_address), self.account)

    def _shown(self, form: CodeForm) -> HttpResponse:
        return render(self.request, "accounts/second_factor.html", {"form": form, "account": self.account})


class SecondFactorSetupView(HalfSignedInView):
    """Sets the first authenticator up: a picture to scan, the code that proves it, the codes on paper."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the key; whom has an authenticator is asked for its code instead."""
        if second_factor.device_of(self.account) is not None:
            return redirect("second_factor")
        return self._shown(CodeForm(digits_only=True))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the first code, sign in and show the codes on paper, this once."""
        if second_factor.device_of(self.account) is not None:
            return redirect("second_factor")
        form = CodeForm(request.POST, digits_only=True)
        device = proved(request, self.account, form)
        if device is None:
            return self._shown(form)
        codes = second_factor.make_codes(self.account)
        context = {"codes": codes, "next": self.enter(device), "account": self.account}
        return known(render(request, "accounts/codes.html", context), self.account)

    def _shown(self, form: CodeForm) -> HttpResponse:
        context = setup_context(self.request, self.account, form)
        return render(self.request, "accounts/second_factor_setup.html", context)


def proved(request: HttpRequest, account: Any, form: CodeForm) -> TOTPDevice | None:
    """Return the new authenticator, now the account's, if the form has its code; else the form says why not."""
    if not form.is_valid():
        return None
    device = waiting.device(account, request.session)
    if device is None:
        form.add_error("code", VOID)
    elif second_factor.confirm(account, device, form.cleaned_data["code"]):
        return device
    else:
        form.refuse(waiting.device(account, request.session))  # read again: it counts the failures
    return None


def setup_context(request: HttpRequest, account: Any, form: CodeForm) -> dict[str, Any]:
    """Return what the pages that set an authenticator up show."""
    device = waiting.begun(account, request.session)
    return {
        "form": form,
        "account": account,
        "picture": second_factor.picture(device),
        "key": second_factor.spelled_key(device),
        "link": device.config_url,
    }


@method_decorator(never_cache, name="dispatch")
class SessionView(View):
    """How long the session has left, for static/js/session.js; a POST says that the person acted."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Tell, without prolonging it."""
        return self._answer(request)

    def post(self, request: HttpRequest) -> JsonResponse:
        """Prolong it."""
        if request.user.is_authenticated:
            sessions.act(request)
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> JsonResponse:
        signed_in = request.user.is_authenticated  # asks the middleware, which says why if not
        why, kind = getattr(request, "session_over", ("", "staff"))
        seconds, _ends_by = sessions.left(request, request.user) if signed_in else (0, "")
        return JsonResponse(
            {
                "signedIn": signed_in,
                "secondsLeft": seconds,
                # Signing in makes a new token: forms that stayed open must get it.
                "token": get_token(request),
                "signIn": f"{reverse('wagtailadmin_login')}?next={reverse('session_back')}",
                "words": {
                    "over": sessions.over_sentence(why, kind),
                    "kept": _(
                        "What you typed is still on this page: sign in in a new tab, then come back and save."
                    ),
                    "signIn": _("Sign in in a new tab"),
                    "check": _("I have signed in"),
                    "again": _("You are signed in again. Please save or send what you typed."),
                    "soon": _("Nobody has done anything for a while: your session ends in a minute or two."),
                    "stay": _("Go on working"),
                },
            }
        )


class SessionBackView(TemplateView):
    """Where the new tab ends up after signing in: back to the page that waits."""

    template_name = "accounts/session_back.html"
