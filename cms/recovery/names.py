"""What the members of an archive may be called: pure functions. An archive may come from anywhere."""

import re
from pathlib import PurePosixPath

HEAD = "head.json"
MANIFEST = "manifest.json"
DATABASE = "database/"
MEDIA = "media/"

_PIECE = re.compile(r"database/[0-9]{6}")
_LONGEST = 1000


def database_piece(number: int) -> str:
    """Return the name of the database's piece of that number; the stream is cut, for a tar wants sizes ahead."""
    return f"{DATABASE}{number:06d}"


def media_member(stored: str) -> str:
    """Return the member that holds the stored file of that name."""
    return MEDIA + stored


def stored_name(member: str) -> str:
    """Return the name in the storage of a member below ``media/``."""
    return member.removeprefix(MEDIA)


def is_safe(member: str) -> bool:
    """Tell whether a member's name is one that a backup gives: nothing that leads out of its folder."""
    if member in (HEAD, MANIFEST) or _PIECE.fullmatch(member):
        return True
    return member.startswith(MEDIA) and is_safe_file(stored_name(member))


def is_safe_file(stored: str) -> bool:
    """Tell whether a stored file's name stays below the media folder, on every system."""
    if not stored or len(stored) > _LONGEST or "\\" in stored or any(ord(letter) < 32 for letter in stored):
        return False
    path = PurePosixPath(stored)
    return not path.is_absolute() and ".." not in path.parts and str(path) == stored and stored != "."
