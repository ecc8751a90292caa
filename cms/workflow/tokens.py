"""The token of a decision: it names exactly the revision that the person was shown."""

from dataclasses import asdict, dataclass

from django.core import signing

SALT = "cms.workflow.shown"


@dataclass(frozen=True)
class Shown:
    """What a review page showed: the page, the round, the revision and the sha256 of its content."""

    page: int
    round: int | None
    revision: int
    content: str

    def mint(self) -> str:
        """Return the signed token for the page's form."""
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def read(token: object) -> Shown | None:
    """Return what a token names, or None if it is missing, damaged or forged."""
    if not isinstance(token, str):
        return None
    try:
        return Shown(**signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None
