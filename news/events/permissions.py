"""Who may enter and change events: reporters and approvers. Nobody deletes one: stories' versions name it."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from news.models import Event, NewsIndexPage


class EventPermissionPolicy(ModelPermissionPolicy):
    """Django's model permissions without deletion, for superusers too.

    A version of a story that names an event which is gone could not be read again, not even to prove what was
    signed.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


policy = EventPermissionPolicy(Event)


def news_index_for(user: Any) -> NewsIndexPage | None:
    """Return the news index below which that account may write stories; None if it may not."""
    index = NewsIndexPage.objects.first()
    return index if index is not None and index.permissions_for_user(user).can_add_subpage() else None


def may_write(user: Any) -> bool:
    """Tell whether that account may write a story of an event."""
    return news_index_for(user) is not None
