"""The guides and the one-page cards, and whom the help menu offers which.

Their texts are Vietnamese documents and no strings of the interface: ``templates/guides/texts/``. Each is under ten
printed pages, a card is one. ``manage.py write_guides`` writes the same texts to ``docs/guides/``.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.accounts.roles import ADMINISTRATOR, APPROVER_ROLES, COLLABORATOR, REPORTER

WRITERS = (REPORTER, COLLABORATOR)


@dataclass(frozen=True)
class Guide:
    """One text for one role.

    Attributes:
        slug: its address below the help pages, and the name of its template and of its file in docs/.
        title: as the page and the list of guides say it.
        roles: the names of the groups whose help menu offers it.
        is_card: a card is one printed page.
    """

    slug: str
    title: Any
    roles: frozenset[str]
    is_card: bool = False

    @property
    def template(self) -> str:
        return f"guides/texts/{self.slug}.html"


def _names(*roles: Any) -> frozenset[str]:
    return frozenset(role.name for role in roles)


GUIDES = (
    Guide("the-phong-vien", _("The reporter's card"), _names(*WRITERS), is_card=True),
    Guide("the-nguoi-duyet", _("The approver's card"), _names(*APPROVER_ROLES), is_card=True),
    Guide("the-quan-tri-vien", _("The administrator's card"), _names(ADMINISTRATOR), is_card=True),
    # Approvers write, too; so the reporter's guide is theirs as well.
    Guide("phong-vien", _("Guide for reporters"), _names(*WRITERS, *APPROVER_ROLES)),
    Guide("nguoi-duyet", _("Guide for approvers"), _names(*APPROVER_ROLES)),
    Guide("quan-tri-vien", _("Guide for administrators"), _names(ADMINISTRATOR)),
)


def guides_of(user: Any) -> list[Guide]:
    """Return the guides of an account's roles; all of them for a superuser, and for an account without a role."""
    groups = set(user.groups.values_list("name", flat=True))
    own = [guide for guide in GUIDES if guide.roles & groups]
    return list(GUIDES) if user.is_superuser or not own else own


def guide_named(slug: str) -> Guide | None:
    """Return the guide of that address, None if there is none."""
    return next((guide for guide in GUIDES if guide.slug == slug), None)
