"""The account forms with the position, which bylines and the register print."""

from typing import Any

from django.forms import BoundField
from wagtail.users.forms import UserCreationForm, UserEditForm


class OfAnAccount:
    """The account's own fields, as the templates print them: family name first, as it is written."""

    field_order = ["username", "last_name", "first_name", "position", "email"]

    @property
    def account_fields(self) -> list[BoundField]:
        """All but those of the tab of the roles."""
        return [field for field in self if field.name not in ("groups", "is_superuser")]  # type: ignore[attr-defined]


class AccountEditForm(OfAnAccount, UserEditForm):
    """Edit an account.

    One's own has no password and no mail address here: at a computer that was left signed in both would be ways
    round the present password (own_password.py, own_name.py).

    Args:
        editing_self: whether it is the account of the person who edits.
    """

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"position"}

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        self.editing_self = editing_self
        super().__init__(*args, editing_self=editing_self, **kwargs)
        if editing_self:
            del self.fields["email"]

    @property
    def password_enabled(self) -> bool:
        """Tell whether a password may be set: Wagtail asks for the fields, and again when it saves."""
        return super().password_enabled and not self.editing_self


class AccountCreationForm(OfAnAccount, UserCreationForm):
    """Make an account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"position"}
