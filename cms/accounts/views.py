"""The administration of accounts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.users.views import bulk_actions
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from cms.workflow import service

from .administering import may_change, may_give_roles
from .forms import AccountCreationForm, AccountEditForm
from .signals import state_changed


class NobodyAboveTheRoles:
    """Only a superuser makes superusers, and nobody gives themselves a role (administering.py)."""

    request: HttpRequest

    def get_form(self, form_class: type | None = None) -> Any:
        form = super().get_form(form_class)  # type: ignore[misc]
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
            if not may_give_roles(self.request.user, form.instance):
                # Shown and not taken from what is sent; without the field Wagtail's template says "None".
                form.fields["groups"].disabled = True
        return form

    def save_instance(self) -> Any:
        """Save the account; the register says what that changed of an approver's access.

        Called inside of a transaction by Wagtail's ``form_valid``.
        """
        # As it is stored: the form has already written into its own instance.
        before = service.access_of(self.form.instance.pk)  # type: ignore[attr-defined]
        account = super().save_instance()  # type: ignore[misc]
        service.record_access(account.pk, self.request.user, before)
        return account


class AccountIndexView(IndexView):
    """List the accounts; those that one may not change lead nowhere."""

    def get_edit_url(self, instance: Any) -> str | None:
        return super().get_edit_url(instance) if may_change(self.request.user, instance) else None


class AccountCreateView(NobodyAboveTheRoles, CreateView):
    """Make an account."""


class AccountEditView(NobodyAboveTheRoles, EditView):
    """Edit an account."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_change(request.user, self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class AccountViewSet(UserViewSet):
    """Accounts, with name and position as offices write them."""

    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    # Wagtail's stores what is sent there in the account itself, past the two views above.
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type:
        return AccountEditForm if for_update else AccountCreationForm


class _Recorded:
    """A bulk action on accounts whose effect on approvers' access the register says."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        self.cleaned_form = form
        with transaction.atomic():
            accounts, _refused = self.get_actionable_objects()  # type: ignore[attr-defined]
            before = {account.pk: service.access_of(account.pk) for account in accounts}
            response = super().form_valid(form)  # type: ignore[misc]
            for number, access in before.items():
                service.record_access(number, self.request.user, access)
        return response


class AssignRole(_Recorded, bulk_actions.AssignRoleBulkAction):
    """Wagtail's, which asks for the right to change accounts only. Who is refused is named on its page."""

    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and may_give_roles(self.request.user, obj)

    def get_form(self, form_class: type | None = None) -> Any:
        form = super().get_form(form_class)
        # Wagtail's has no label of its own: Django makes an English one from the field's name.
        form.fields["role"].label = _("Role")
        return form


class SetActiveState(_Recorded, bulk_actions.SetActiveStateBulkAction):
    """Wagtail's, which asks for the right to change accounts only."""

    def check_perm(self, obj: Any) -> bool:
        return super().check_perm(obj) and may_change(self.request.user, obj)

    @classmethod
    def execute_action(cls, objects: Any, mark_as_active: bool = False, **kwargs: Any) -> tuple[int, int]:
        """Do it, and what follows: Wagtail's is one UPDATE, which no signal hears."""
        changed = [account for account in objects if account.is_active != mark_as_active]
        counts = super().execute_action(objects, mark_as_active=mark_as_active, **kwargs)
        for account in changed:
            state_changed(account, mark_as_active)
        return counts


BULK_ACTIONS = (AssignRole, SetActiveState)
