"""The lock of the production image names, with hashes, exactly what requirements.txt leads to. Needs no network."""

import re
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
# Debian 12's own Python, with which docs/install.md makes the environment.
DEBIANS_PYTHON = "3.11.2"
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


def test_debians_python_can_run_all_that_is_locked():
    """A developer's 3.11 may be newer than Debian's: a package that wants the newer one cannot be installed there."""
    refused = [
        f"{name}: {wanted}"
        for name in locked()
        if (wanted := distribution(name).metadata["Requires-Python"])
        and DEBIANS_PYTHON not in SpecifierSet(wanted)
    ]
    assert refused == [], "pin an older one in requirements.txt"


def test_the_lock_holds_what_debians_python_needs_besides():
    """What a package asks for on an older Python alone: pip refuses a lock with hashes that lacks it."""
    on_debian = {"python_full_version": DEBIANS_PYTHON, "extra": ""}
    asked = [Requirement(line) for name in locked() for line in distribution(name).requires or []]
    needed = {
        canonicalize_name(each.name) for each in asked if each.marker and each.marker.evaluate(on_debian)
    }
    assert needed - set(locked()) == set(), "pin it in requirements.txt, then run `make lock`"
