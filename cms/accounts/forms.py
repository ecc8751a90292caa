"""The account forms with the position, which bylines and the register print."""

from wagtail.users.forms import UserCreationForm, UserEditForm


class AccountEditForm(UserEditForm):
    """Edit an account. Family name first, as it is written."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"position"}

    field_order = ["username", "last_name", "first_name", "position", "email"]


class AccountCreationForm(UserCreationForm):
    """Make an account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"position"}

    field_order = ["username", "last_name", "first_name", "position", "email"]
