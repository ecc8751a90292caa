"""The lock of the production image names, with hashes, exactly what requirements.txt leads to. Needs no network."""

import re
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
STALE = "requirements.lock is stale: run `make lock`"


def pinned() -> dict[str, Requirement]:
    """Return what requirements.txt asks for, by name."""
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    asked = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(each.name): each for each in asked}


def locked() -> dict[str, tuple[str, int]]:
    """Return (version, number of hashes) of all that the lock names, by name."""
    text = (ROOT / "requirements.lock").read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==(\S+)", line):
            found[canonicalize_name(match[1])] = (
                match[2],
                len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line)),
            )
    return found


def led_to(asked: Requirement, known: set[str]) -> None:
    """Add to ``known`` what an installed package needs, and what that needs."""
    for line in distribution(asked.name).requires or []:
        needed = Requirement(line)
        wanted = needed.marker is None or any(
            needed.marker.evaluate({"extra": extra}) for extra in (asked.extras or {""}) | {""}
        )
        name = canonicalize_name(needed.name)
        if wanted and name not in known:
            known.add(name)
            led_to(needed, known)


def test_every_requirement_is_pinned_and_locked_at_its_version():
    lock = locked()
    for name, asked in pinned().items():
        assert re.fullmatch(r"==[^*,]+", str(asked.specifier)), f"{asked}: pin one version"
        assert (name, lock.get(name, ("",))[0]) == (name, str(asked.specifier)[2:]), STALE


def test_the_lock_holds_all_that_is_needed_and_nothing_else():
    needed = set(pinned())
    for asked in pinned().values():
        led_to(asked, needed)
    assert needed == set(locked()), STALE


def test_everything_in_the_lock_has_a_hash():
    assert [name for name, (_version, hashes) in locked().items() if not hashes] == []
