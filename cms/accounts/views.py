"""The administration of accounts."""

from wagtail.users.views.users import CreateView, EditView, UserViewSet

from .forms import AccountCreationForm, AccountEditForm


class NoSuperuserByOthers:
    """Only a superuser makes superusers: an administrator of accounts cannot raise anybody above the roles."""

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if not self.request.user.is_superuser:
            form.fields.pop("is_superuser", None)
        return form


class AccountCreateView(NoSuperuserByOthers, CreateView):
    """Make an account."""


class AccountEditView(NoSuperuserByOthers, EditView):
    """Edit an account."""


class AccountViewSet(UserViewSet):
    """Accounts, with name and position as offices write them."""

    add_view_class = AccountCreateView
    edit_view_class = AccountEditView

    def get_form_class(self, for_update=False):
        return AccountEditForm if for_update else AccountCreationForm
