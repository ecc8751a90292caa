"""Who is let in by which address of the admin: the allow table, read from the text files beside this one.

A line is: address, the thing that it names, who may read it (GET), who may send to it (POST). Whoever is not named
is refused. The letters are those of ``SUBJECTS``; ``*`` is everybody, without having logged in, too; ``-`` nobody.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
EVERYBODY = "*"
# By their letter. A small one: with things of one's own; its capital: with another's, or with nobody's.
SUBJECTS = {
    "r": "reporter",
    "R": "reporter",
    "c": "collaborator",
    "C": "collaborator",
    "A": "chief",
    "D": "deputy",
    "M": "administrator",
    "S": "superuser",
    "0": "anonymous",
}


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    file: str
    address: str
    thing: str
    reading: str
    sending: str

    def lets_in(self, subject: str, method: str) -> bool:
        """Tell whether that subject – a letter – may do that: ``get`` or ``post``."""
        letters = self.reading if method == "get" else self.sending
        return letters == EVERYBODY or subject in letters


def lines() -> list[Line]:
    """Return the whole table.

    Raises:
        ValueError: a line does not have four parts, or names an unknown letter.
    """
    found = []
    for file in sorted(FOLDER.glob("*.txt")):
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if not text.strip() or text.startswith("#"):
                continue
            parts = text.split()
            if len(parts) != 4 or set("".join(parts[2:])) - {*SUBJECTS, EVERYBODY, "-"}:
                raise ValueError(f"{file.name}, line {number}: address, thing, who may read, who may send")
            found.append(Line(file.name, *parts))
    return found


def file_for(address: str, table: list[Line]) -> str:
    """Return the name of the file in which an address belongs: that of the address most like it."""
    alike = max(table, key=lambda line: _common(line.address, address), default=None)
    return alike.file if alike else "admin.txt"


def _common(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
