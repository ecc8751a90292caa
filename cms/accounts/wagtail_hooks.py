"""Where the administration of accounts hangs in Wagtail's admin, besides UsersConfig (apps.py)."""

from wagtail import hooks

from .views import BULK_ACTIONS

for bulk_action in BULK_ACTIONS:
    # After Wagtail's own: the last one of a kind counts.
    hooks.register("register_bulk_action", bulk_action, order=10)
