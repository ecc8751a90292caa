"""The checks, in the order in which their findings are worth reading."""

from .base import Check
from .dates import WrongWeekday
from .headings import HeadingJump
from .links import BrokenLink
from .marks import DoubleSpaces, LongParagraph, StraightQuotes, UnbalancedQuotes
from .people import PersonalNumber, PositionChanged
from .spelling import ConfusedWords, ImpossibleSyllable, MixedTonePlacement
from .whole import BylineMissing, CaptionMissing, LeadPictureMissing, PositionMissing, SameTitle

CHECKS: tuple[Check, ...] = (
    LeadPictureMissing(),
    CaptionMissing(),
    BylineMissing(),
    PositionMissing(),
    PositionChanged(),
    SameTitle(),
    PersonalNumber(),
    WrongWeekday(),
    BrokenLink(),
    HeadingJump(),
    ConfusedWords(),
    ImpossibleSyllable(),
    MixedTonePlacement(),
    UnbalancedQuotes(),
    StraightQuotes(),
    LongParagraph(),
    DoubleSpaces(),
)

__all__ = ["CHECKS", "Check"]
