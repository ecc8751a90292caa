"""Why a file is not taken, or not let go: errors that carry a sentence for the person at the desk."""

from django.core.exceptions import ValidationError


class Rejected(ValidationError):
    """A file is refused at the intake gate. The message says what happened and what to do."""


class FileInUse(ValidationError):
    """A picture or document cannot be deleted: a page, or what was signed of one, stands on it."""


class NotReady(Exception):
    """A page cannot become public: a picture of it cannot be shown. ``str(error)`` is the sentence for people."""
