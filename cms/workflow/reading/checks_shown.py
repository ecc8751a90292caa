"""What the review page points out in a text before somebody signs it.

The rooms that know the texts say it, through the hook ``review_checks``: a function that takes the specific page
as it would be published and returns :class:`ShownCheck` objects, or plain sentences.
"""

from dataclasses import dataclass

from wagtail import hooks
from wagtail.models import Page

HOOK = "review_checks"


@dataclass(frozen=True)
class ShownCheck:
    """One sentence for the approver.

    Attributes:
        anchor: the piece of the shown text that is meant, "body-3"; empty if it is the whole.
        blocking: the text could not be submitted like this.
    """

    sentence: str
    anchor: str = ""
    blocking: bool = False


def checks_for(page: Page) -> list[ShownCheck]:
    """Return what the approver should read, what blocks first.

    Args:
        page: the specific page with the content of the version that is shown.
    """
    found = []
    for hook in hooks.get_hooks(HOOK):
        found += [one if isinstance(one, ShownCheck) else ShownCheck(str(one)) for one in hook(page)]
    return sorted(found, key=lambda check: not check.blocking)
