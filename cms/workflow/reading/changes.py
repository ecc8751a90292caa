"""What changed between two versions of a page, piece by piece: pure functions over plain values.

A page comes as sections (a field, the body, the rows of a gallery) of pieces (one value, one block, one
row) of leaves (a text, a picture); ``outline.py`` makes them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .diff import ADDED, CHANGED, REMOVED, SAME, text_difference

MOVED = "moved"
MOST_PIECE_PAIRS = 10_000
ALIKE = 0.5
TITLE_LENGTH = 80
BRIEF_LENGTH = 120


@dataclass(frozen=True)
class Leaf:
    """One value: a text, or a picture by its number.

    ``exact`` holds what a change of shows although the text is the same: the markup, the target's number.
    """

    label: str
    text: str = ""
    picture: int | None = None
    exact: str = ""


@dataclass(frozen=True)
class Piece:
    """A field's value, a block of the body, a child row. ``key`` finds it again in the other version."""

    key: str
    label: str
    leaves: tuple[Leaf, ...]


@dataclass(frozen=True)
class Section:
    """A named part of the page."""

    name: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class LeafChange:
    """A leaf as the screen prints it. ``only_form``: the same words, another markup or target."""

    label: str
    kind: str
    html: SafeString
    picture_before: int | None = None
    picture_after: int | None = None
    only_form: bool = False


@dataclass(frozen=True)
class PieceChange:
    """A piece as the screen prints it; ``title`` says which one, when only other leaves of it changed."""

    kind: str
    label: str
    title: str
    number: int
    moved: bool
    leaves: tuple[LeafChange, ...]


@dataclass(frozen=True)
class SectionChange:
    """A section with its changed pieces, and how many stayed as they were."""

    name: str
    label: str
    pieces: tuple[PieceChange, ...]
    unchanged: int = 0

    @property
    def brief(self) -> bool:
        """Tell whether it is one short unchanged value, which fits beside its name."""
        leaves = [leaf for piece in self.pieces for leaf in piece.leaves]
        return len(leaves) == 1 and leaves[0].kind == SAME and 0 < len(leaves[0].html) <= BRIEF_LENGTH


def compare(before: Sequence[Section], after: Sequence[Section]) -> list[SectionChange]:
    """Return the sections in which something changed, in the order of the new version."""
    old = {section.name: section for section in before}
    names = [section.name for section in after]
    changes = []
    for section in [*after, *(gone for gone in before if gone.name not in names)]:
        earlier = old[section.name].pieces if section.name in old else ()
        later = section.pieces if section.name in names else ()
        change = _compare_pieces(section, earlier, later)
        if change.pieces:
            changes.append(change)
    return changes


def as_read(sections: Sequence[Section]) -> list[SectionChange]:
    """Return a version as it reads, in the shape of :func:`compare`: for a page that was never public."""
    shown = []
    for section in sections:
        pieces = tuple(
            PieceChange(SAME, piece.label, "", number, False, _leaves(piece, piece))
            for number, piece in enumerate(section.pieces, start=1)
        )
        if any(piece.leaves for piece in pieces):
            shown.append(SectionChange(section.name, section.label, pieces))
    return shown


def _compare_pieces(section: Section, before: Sequence[Piece], after: Sequence[Piece]) -> SectionChange:
    pairs = pair(before, after)
    moved = _moved([pairs[index] for index in range(len(after)) if index in pairs])
    changes: list[PieceChange] = []
    unchanged = 0
    gone = set(range(len(before))) - set(pairs.values())
    for index in range(len(after) + 1):
        # What is gone is shown where it stood: after the piece that stood before it.
        previous = pairs.get(index - 1, -1 if index == 0 else None)
        while previous is not None and previous + 1 in gone:
            previous += 1
            gone.discard(previous)
            changes.append(_piece(before[previous], None, previous + 1, False))
        if index == len(after):
            break
        old = before[pairs[index]] if index in pairs else None
        change = _piece(old, after[index], index + 1, pairs.get(index) in moved)
        if change.kind == SAME or (change.kind == ADDED and not change.leaves):
            unchanged += 1
        else:
            changes.append(change)
    changes += [_piece(before[index], None, index + 1, False) for index in sorted(gone)]
    return SectionChange(
        section.name,
        section.label,
        tuple(change for change in changes if change.leaves or change.moved),
        unchanged,
    )


def pair(before: Sequence[Piece], after: Sequence[Piece]) -> dict[int, int]:
    """Return which piece of the old version each piece of the new one was (index to index).

    First by key, then the equal ones, then those of the same kind that share half of their words: the new
    rows of a draft have no number yet that would find them again.
    """
    found: dict[int, int] = {}
    free = set(range(len(before)))

    def take(matches) -> None:
        for index, piece in enumerate(after):
            if index not in found:
                old = next((number for number in sorted(free) if matches(before[number], piece)), None)
                if old is not None:
                    found[index] = old
                    free.discard(old)

    if len(before) * len(after) > MOST_PIECE_PAIRS:
        by_key = {piece.key: number for number, piece in enumerate(before) if piece.key}
        return {index: by_key[piece.key] for index, piece in enumerate(after) if piece.key in by_key}
    take(lambda old, new: bool(old.key) and old.key == new.key)
    take(lambda old, new: old.label == new.label and old.leaves == new.leaves)
    take(lambda old, new: old.label == new.label and _likeness(old, new) >= ALIKE)
    return found


def _likeness(one: Piece, other: Piece) -> float:
    """Return the share of words that two pieces have in common, from 0 to 1."""
    first, second = (
        Counter(word for leaf in piece.leaves for word in [*leaf.text.split(), f"#{leaf.picture}"])
        for piece in (one, other)
    )
    return 2 * (first & second).total() / max(1, first.total() + second.total())


def _moved(order: Sequence[int]) -> set[int]:
    """Return the old places that are out of order: all but a longest run that kept its order."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for position, place in enumerate(order):
        at = bisect_left(tails, place)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [position]
        back.append(ends[at - 1] if at else -1)
    kept, position = set(), ends[-1] if ends else -1
    while position >= 0:
        kept.add(order[position])
        position = back[position]
    return set(order) - kept


def _piece(old: Piece | None, new: Piece | None, number: int, moved: bool) -> PieceChange:
    leaves = tuple(leaf for leaf in _leaves(old, new) if leaf.kind != SAME)
    if old is None or new is None:
        kind = ADDED if old is None else REMOVED
    else:
        kind = CHANGED if leaves else MOVED if moved else SAME
    piece = new or old
    assert piece is not None
    return PieceChange(kind, piece.label, _title(piece, kind, leaves), number, moved, leaves)


def _title(piece: Piece, kind: str, leaves: Sequence[LeafChange]) -> str:
    """Return what the piece is known by, unless its changed leaves say it anyway."""
    known_by = next((leaf for leaf in piece.leaves if leaf.text), None)
    if known_by is None or kind not in (CHANGED, MOVED) or known_by.label in {leaf.label for leaf in leaves}:
        return ""
    text = known_by.text.replace("\n", " ")
    return text if len(text) <= TITLE_LENGTH else text[:TITLE_LENGTH].rsplit(" ", 1)[0] + " …"


def _leaves(old: Piece | None, new: Piece | None) -> tuple[LeafChange, ...]:
    earlier = {leaf.label: leaf for leaf in old.leaves} if old else {}
    later = {leaf.label: leaf for leaf in new.leaves} if new else {}
    labels = [*later, *(label for label in earlier if label not in later)]
    changes = (_leaf(label, earlier.get(label), later.get(label)) for label in labels)
    return tuple(change for change in changes if change is not None)


def _leaf(label: str, old: Leaf | None, new: Leaf | None) -> LeafChange | None:
    before, after = old or Leaf(label), new or Leaf(label)
    if not (before.text or after.text or before.picture or after.picture):
        return None
    same_words = before.text == after.text
    same = same_words and before.picture == after.picture and before.exact == after.exact
    kind = SAME if same else ADDED if old is None else REMOVED if new is None else CHANGED
    return LeafChange(
        label,
        kind,
        text_difference(before.text, after.text),
        before.picture,
        after.picture,
        only_form=same_words and not same and before.picture == after.picture,
    )
