"""The review's task, its evidence, its requests and its mail."""

from .mail import Announced, MailJob, MailPreference
from .records import Approval, Decision, Signature, TakeDown, UrgentPublication
from .requests import Delegation, ReviewRequest
from .task import ReviewTask

__all__ = [
    "Announced",
    "Approval",
    "Decision",
    "Delegation",
    "MailJob",
    "MailPreference",
    "ReviewRequest",
    "ReviewTask",
    "Signature",
    "TakeDown",
    "UrgentPublication",
]
