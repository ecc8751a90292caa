"""The safety of accounts: one's own (second factor, sessions), and everybody's for administrators."""

import time
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View
from django_otp import login as use_device
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms import vietnamese
from cms.workflow import service

from . import idle, lockout, second_factor, sessions, waiting
from .administering import may_change
from .own_password import OwnPasswordForm
from .signing_in import proved, setup_context
from .signing_in_forms import CodeForm

# When the password was given in this session, in seconds of the epoch; for so long a new authenticator may be set up.
PASSWORD_GIVEN = "safety_password_given"
PASSWORD_LASTS = 5 * 60
TOO_LONG_AGO = gettext_lazy("Your password was given more than five minutes ago. Please type it once more.")


class _Screen(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "lock"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class OwnSafetyView(_Screen):
    """One's second factor, codes on paper and sessions. What opens the account asks for the password first."""

    template_name = "accounts/own_safety.html"
    page_title = gettext_lazy("Safety of your account")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.request.user
        kwargs.setdefault("form", OwnPasswordForm(account))
        return super().get_context_data(
            device=second_factor.device_of(account),
            codes_left=second_factor.codes_left(account),
            all_codes=second_factor.CODES,
            required=second_factor.is_required(),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says."""
        wanted = request.POST.get("action")
        if wanted == "sign_out":
            sessions.end_all(request.user)
            messages.success(request, _("You are signed out everywhere."))
            return redirect("wagtailadmin_login")
        if wanted not in ("codes", "device"):
            raise Http404
        form = OwnPasswordForm(request.user, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if wanted == "device":
            waiting.forget(request.user)  # whoever sat here before may have seen a key
            request.session[PASSWORD_GIVEN] = int(time.time())
            return redirect("account_new_device")
        if second_factor.device_of(request.user) is None:
            raise Http404
        codes = second_factor.make_codes(request.user)
        return self.render_to_response(self.get_context_data(codes=codes))


@method_decorator(never_cache, name="dispatch")
class NewDeviceView(View):
    """A new phone: it takes the place of the one before once it shows the right code.

    For whom has just given the password; others are sent back to the page that asks for it.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who gave the password in the last minutes."""
        given = request.session.get(PASSWORD_GIVEN)
        if given and time.time() - given < PASSWORD_LASTS:
            return super().dispatch(request, *args, **kwargs)
        if given:
            del request.session[PASSWORD_GIVEN]
            messages.warning(request, TOO_LONG_AGO)
        return redirect("account_safety")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the new key."""
        return self._shown(CodeForm(digits_only=True))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the new authenticator's code; sessions elsewhere end."""
        form = CodeForm(request.POST, digits_only=True)
        device = proved(request, request.user, form)
        if device is None:
            return self._shown(form)
        del request.session[PASSWORD_GIVEN]
        use_device(request, device)
        sessions.end_all(request.user, but=request)
        codes = second_factor.make_codes(request.user)
        return render(
            request, "accounts/codes.html", {"codes": codes, "next": _own_page(), "account": request.user}
        )

    def _shown(self, form: CodeForm) -> HttpResponse:
        context = setup_context(self.request, self.request.user, form) | {"cancel": _own_page()}
        return render(self.request, "accounts/second_factor_setup.html", context)


def _own_page() -> str:
    return redirect("account_safety").url


class _ForAdministrators(_Screen):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may change accounts."""
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SafetyListView(_ForAdministrators):
    """Everybody's second factor and last sign-in, who was deactivated for idleness, and what is locked."""

    template_name = "accounts/safety_list.html"
    page_title = gettext_lazy("Safety of accounts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        with_device = set(TOTPDevice.objects.filter(confirmed=True).values_list("user_id", flat=True))
        codes: dict[int, int] = {}
        for owner in StaticToken.objects.values_list("device__user_id", flat=True):
            codes[owner] = codes.get(owner, 0) + 1
        accounts = get_user_model()._default_manager.prefetch_related("groups")
        soon_idle = set(idle.idle_accounts().values_list("pk", flat=True))
        rows = [
            {
                "account": account,
                "roles": ", ".join(group.name for group in account.groups.all()),
                "second_factor": account.pk in with_device,
                "codes": codes.get(account.pk, 0),
                "idle": account.pk in soon_idle,
                "may_change": may_change(self.request.user, account),
            }
            for account in sorted(
                accounts, key=lambda one: (not one.is_active, vietnamese.person_sort_key(one.get_full_name()))
            )
        ]
        return super().get_context_data(rows=rows, locked=lockout.locked(), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Unlock a name at an address, or an address."""
        lockout.unlock(request.POST.get("username", ""), request.POST.get("address") or None)
        messages.success(request, _("Unlocked: signing in can be tried again."))
        return redirect("accounts_safety")


class SafetyOfAccountView(_ForAdministrators):
    """Somebody else's account: reset the second factor, sign out everywhere."""

    template_name = "accounts/safety_of_account.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may change this account; one's own has its own page, without a way around."""
        self.account = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        if request.user.is_authenticated and self.account.pk == request.user.pk:
            return redirect("account_safety")
        if not may_change(request.user, self.account):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.account.get_full_name()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            account=self.account,
            device=second_factor.device_of(self.account),
            codes_left=second_factor.codes_left(self.account),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the button says; of an approver's account the register says it too."""
        wanted, name = request.POST.get("action"), self.account.get_full_name()
        if wanted == "reset":
            with transaction.atomic():
                before = service.access_of(self.account.pk)
                second_factor.reset(self.account)
                service.record_access(self.account.pk, request.user, before)
            messages.success(
                request,
                _("The second factor of %(name)s was reset: the next sign-in sets a new one up.")
                % {"name": name},
            )
        elif wanted == "sign_out":
            sessions.end_all(self.account)
            messages.success(request, _("%(name)s was signed out everywhere.") % {"name": name})
        else:
            raise Http404
        return redirect("account_safety_of", pk)
