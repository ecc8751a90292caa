"""The words of the mails: for each kind its subject, what happened, and what the button leads to.

``%(title)s`` is the page, ``%(person)s`` who acted, with position and principal.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .recipients import Notice, Why

_OPEN = _("Open the review page")
_COMMENT = _("Comment")


@dataclass(frozen=True)
class Wording:
    """The words of a kind of mail. ``quotes`` names the text that the acting person wrote."""

    subject: Any
    opening: Any
    action: Any = _OPEN
    quotes: Any = _COMMENT


WORDINGS: dict[str, Wording] = {
    Notice.SUBMITTED: Wording(
        _("For approval: %(title)s"),
        _("%(person)s has submitted a page for approval."),
        _("Read and approve"),
        _("Note to the approver"),
    ),
    Notice.TO_COMPLETE: Wording(
        _("One more signature needed: %(title)s"),
        _("%(person)s has approved this version. It is published once a second person has signed it."),
        _("Read and approve"),
    ),
    Notice.TO_CONFIRM: Wording(
        _("Corrected, please confirm: %(title)s"),
        _(
            "%(person)s has approved a corrected version of the page that you submitted. Please look at"
            " what was changed: it is published once you confirm it. If you disagree, say so there with your"
            " reason."
        ),
        _("See the changes and confirm"),
    ),
    Notice.RETURNED: Wording(
        _("Returned, please revise: %(title)s"),
        _("%(person)s has returned the page. Please revise it and submit it again."),
        quotes=_("Reason"),
    ),
    Notice.REFUSED: Wording(
        _("Correction not accepted: %(title)s"),
        _(
            "%(person)s does not agree with the corrected version that you signed. The page is in review"
            " again."
        ),
        quotes=_("Reason"),
    ),
    Notice.WITHDRAWN: Wording(
        _("Withdrawn: %(title)s"),
        _("%(person)s has withdrawn the page. You need not do anything."),
    ),
    Notice.PUBLISHED: Wording(
        _("Published: %(title)s"),
        _("The page carries its two signatures and is public. The last one to sign was: %(person)s."),
    ),
    Notice.SCHEDULED: Wording(
        _("Approved, will be published at the set hour: %(title)s"),
        _(
            "The page carries its two signatures and waits for its hour. The last one to sign was:"
            " %(person)s."
        ),
    ),
    Notice.SCHEDULE_CANCELLED: Wording(
        _("Schedule cancelled: %(title)s"),
        _("%(person)s has cancelled the schedule. The page is a draft again."),
        quotes=_("Reason"),
    ),
    Notice.URGENT: Wording(
        _("Published urgently, please review: %(title)s"),
        _(
            "%(person)s has published this page urgently, on one signature. Please review it in time:"
            " confirm it or take it down."
        ),
        _("Review it now"),
        _("Reason"),
    ),
    Notice.PUBLISHED_URGENTLY: Wording(
        _("Published urgently: %(title)s"),
        _("%(person)s has published this page urgently. A second approver will review it afterwards."),
        quotes=_("Reason"),
    ),
    Notice.REVIEWED_AFTERWARDS: Wording(
        _("Reviewed afterwards: %(title)s"),
        _("%(person)s has reviewed the page that was published urgently and has signed it."),
    ),
    Notice.TAKEN_DOWN: Wording(
        _("Taken down: %(title)s"),
        _("%(person)s has taken the page down. It comes back only through review."),
        quotes=_("Reason"),
    ),
    Notice.BEFORE_DUE: Wording(
        _("Due soon: %(title)s"),
        _("This page still waits for you, and its answer is due soon."),
        quotes=_("Note to the approver"),
    ),
    Notice.AFTER_DUE: Wording(
        _("Overdue: %(title)s"),
        _("This page still waits for you, and the time for an answer is over."),
        quotes=_("Note to the approver"),
    ),
    Notice.REVIEW_BEFORE_DUE: Wording(
        _("Review afterwards due soon: %(title)s"),
        _("%(person)s has published this page urgently, and nobody has reviewed it yet."),
        _("Review it now"),
        _("Reason"),
    ),
    Notice.REVIEW_AFTER_DUE: Wording(
        _("Review afterwards overdue: %(title)s"),
        _(
            "%(person)s has published this page urgently, and nobody has reviewed it in time. Review it or"
            " take it down."
        ),
        _("Review it now"),
        _("Reason"),
    ),
    Notice.APPROVER_ACCOUNT: Wording(
        _("Approver's account changed: %(title)s"),
        _(
            "%(person)s has changed an account that may approve, or may do so no longer. If you know nothing of"
            " it, ask the head of the office at once."
        ),
        _("Open the newsroom"),
        _("What was changed"),
    ),
}

WHY: dict[str, Any] = {
    Why.APPROVE: _("You receive this message because you can approve the page."),
    Why.COMPLETE: _("You receive this message because your signature would complete the approval."),
    Why.REVIEW: _("You receive this message because another approver must review the page."),
    Why.APPROVER: _("You receive this message because you are an approver."),
    Why.SIGNER: _("You receive this message because you have signed the page."),
    Why.PUBLISHER: _("You receive this message because it was published urgently by you or in your name."),
    Why.SUBMITTER: _("You receive this message because you submitted the page."),
    Why.OWNER: _("You receive this message because the page is yours."),
    Why.ACCOUNT: _("You receive this message because the account is yours."),
    Why.DIGEST: _("You receive this digest because you chose it in your account's settings."),
}
