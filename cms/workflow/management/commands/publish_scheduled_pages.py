"""Wagtail's older name of ``publish_scheduled``: without this one, Wagtail's own would answer to it."""

from . import publish_scheduled


class Command(publish_scheduled.Command):
    """The same, under the name that old crontabs know."""
