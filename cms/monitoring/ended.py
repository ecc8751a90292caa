"""What processes counted that have ended: added up into one file of each kind (PROMETHEUS_MULTIPROC_DIR).

gunicorn's master does it when a worker ends (deploy/gunicorn.conf.py). prometheus_client leaves two files for each
process that ever was: in memory, and all of them are read whenever Prometheus asks. No Django: the master has none.
"""

import fcntl
import os
import re
import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OF_A_PROCESS = re.compile(r"(counter|histogram)_(\d+)\.db")


def gather(folder: str | Path) -> None:
    """Add up what processes left that are no more; nothing if somebody else does, or Prometheus asks: next time.

    The folder is shared by the applications of a machine: whose process it was does not matter.
    """
    if not folder or not os.path.isdir(folder):
        return
    try:
        with _locked(folder, fcntl.LOCK_EX | fcntl.LOCK_NB):
            for kind, left in _left(Path(folder)).items():
                _add_up(Path(folder) / f"{kind}_ended.db", left)
    except BlockingIOError:
        return


@contextmanager
def undisturbed(folder: str | Path) -> Iterator[None]:
    """Read while nobody adds up: no count is seen twice, none is missing."""
    with _locked(folder, fcntl.LOCK_SH):
        yield


@contextmanager
def _locked(folder: str | Path, how: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _left(folder: Path) -> dict[str, list[Path]]:
    found = defaultdict(list)
    for path in folder.iterdir():
        name = _OF_A_PROCESS.fullmatch(path.name)
        if name and not _lives(int(name[2])):
            found[name[1]].append(path)
    return found


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _add_up(total: Path, left: list[Path]) -> None:
    from prometheus_client.mmap_dict import MmapedDict

    sums: defaultdict[str, float] = defaultdict(float)
    for path in (total, *left):
        try:
            for key, value, _timestamp, _place in list(MmapedDict.read_all_values_from_file(str(path))):
                sums[key] += value
        except FileNotFoundError:  # the first total
            continue
        except (RuntimeError, struct.error, ValueError):  # written in part: its process was killed meanwhile
            continue
    new = total.with_suffix(".new")
    new.unlink(missing_ok=True)
    written = MmapedDict(str(new))
    for key, value in sums.items():
        written.write_value(key, value, 0)
    written.close()
    new.replace(total)
    for path in left:
        path.unlink()
