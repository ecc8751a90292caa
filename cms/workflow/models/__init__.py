"""The review's task, its evidence, its requests, its calendar and its mail."""

from .holidays import Holiday
from .mail import Announced, MailJob, MailPreference
from .records import Approval, Decision, Signature, TakeDown, UrgentPublication
from .requests import Delegation, ReviewRequest
from .scheduler import SchedulerRun, SchedulerTrouble
from .task import ReviewTask

__all__ = [
    "Announced",
    "Approval",
    "Decision",
    "Delegation",
    "Holiday",
    "MailJob",
    "MailPreference",
    "ReviewRequest",
    "ReviewTask",
    "SchedulerRun",
    "SchedulerTrouble",
    "Signature",
    "TakeDown",
    "UrgentPublication",
]
