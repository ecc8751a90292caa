"""The administration of accounts."""

from wagtail.users.views.users import CreateView, EditView, UserViewSet

from .forms import AccountCreationForm, AccountEditForm


class NobodyAboveTheRoles:
    """Only a superuser makes superusers, and nobody gives themselves a role.

    An administrator runs the portal and signs nothing (cms/accounts/roles.py): the right to edit accounts must
    not become the right to approve.
    """

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
            if form.instance.pk == self.request.user.pk:
                form.fields.pop("groups", None)
        return form


class AccountCreateView(NobodyAboveTheRoles, CreateView):
    """Make an account."""


class AccountEditView(NobodyAboveTheRoles, EditView):
    """Edit an account."""


class AccountViewSet(UserViewSet):
    """Accounts, with name and position as offices write them."""

    add_view_class = AccountCreateView
    edit_view_class = AccountEditView

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm
