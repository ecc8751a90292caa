"""What the forms may set: the allow table, read from the text files beside this one.

A line is: column, the letters of the forms that may set it, and – where it is not plain – why. Columns are those of
stored.py: "news.storypage.lead" is the row's, "version.lead" what the version says that becomes public if it is
approved. ``UNSIGNED`` begins the reason of a version's column that no signature covers.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
UNSIGNED = "unsigned:"
# The letters, as sent.py gives them to addresses.
LETTERS = {
    "N": "a new story",
    "E": "a draft, edited",
    "S": "a draft, edited and submitted",
    "U": "the new version of a public story",
    "H": "a story of an event",
    "W": "a story from Word, accepted",
    "Q": "what is asked of the approvers",
    "d": "a document",
    "p": "a picture",
    "m": "the first step of many files at once",
    "t": "tags in bulk",
    "c": "collections in bulk",
    "V": "an event in the list of events",
    "v": "an event entered for a story",
    "L": "a reader's letter",
    "A": "the own account",
    "K": "an approver's take-down",
    "P": "an approver's deputy",
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    file: str
    column: str
    letters: str
    why: str

    @property
    def unsigned(self) -> bool:
        return self.why.startswith(UNSIGNED)


def lines() -> list[Line]:
    """Return the whole table.

    Raises:
        ValueError: a line lacks its letters, names an unknown one, or stands there twice.
    """
    found: dict[str, Line] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not text.strip() or text.startswith("#"):
                continue
            column, letters, *why = text.split(maxsplit=2)
            if column in found or set(letters) - set(LETTERS):
                raise ValueError(f"{file.name}, line {number}: column, letters, why; each column once")
            found[column] = Line(file.name, column, letters, "".join(why))
    return list(found.values())


def allowed(table: list[Line], letter: str) -> set[str]:
    """Return the columns that the forms of that letter may set."""
    return {line.column for line in table if letter and letter in line.letters}
