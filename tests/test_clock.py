"""What the container `clock` does in the place of timers (deploy/clock.sh): with a time and programs of its own."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

SCRIPT = settings.BASE_DIR / "deploy" / "clock.sh"
TIMERS = settings.BASE_DIR / "deploy" / "systemd"
TONIGHT = "2026-05-26 02:10"


class Machine:
    """A folder for backups, another for the audit log, and programs that write down that they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.backups, self.logs = folder, folder / "backups", folder / "log"
        for made in (folder / "bin", self.backups, self.logs):
            made.mkdir()
        self.audit = self.logs / "audit.log"
        # What a program in the variable FAILS ends with is 1.
        self.program(
            "python",
            f'echo "$2" >>{folder}/done; [ "$2" != backup ] || exit ${{BACKUP:-0}}; [ "$2" != "$FAILS" ]',
        )

    def program(self, name: str, body: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)

    def run(self, *arguments: str, at: str = TONIGHT, backup: int = 0, fails: str = "") -> list[str]:
        """Run the script at that moment; return the commands that it ran, in order."""
        self.program("date", f'exec /usr/bin/date -d "{at}" "$@"')
        (self.folder / "done").unlink(missing_ok=True)
        environment = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "CLOCK_BACKUPS": str(self.backups),
            "AUDIT_LOG": str(self.audit),
            "BACKUP": str(backup),
            "FAILS": fails,
            "TZ": "UTC",
        }
        command = ["sh", str(SCRIPT), *arguments]
        # Into a file: a backup that goes on would keep a pipe open.
        with (self.folder / "said").open("w+") as said:
            subprocess.run(command, env=environment, stdout=said, stderr=said, timeout=30)
            said.seek(0)
            assert said.read() == ""
        written = self.folder / "done"
        return written.read_text().split() if written.exists() else []

    def an_hour_passes(self) -> None:
        """Let what was tried be an hour ago: its age is measured by the disk's clock."""
        for stamp in self.backups.glob(".*-tried"):
            os.utime(stamp, (stamp.stat().st_mtime - 3700,) * 2)


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def aged(path: Path, days: int) -> Path:
    path.write_text("x")
    os.utime(path, (path.stat().st_mtime - days * 86_400,) * 2)
    return path


def test_it_does_what_the_nightly_timers_do(machine):
    nightly = {
        command
        for path in TIMERS.glob("*.timer")
        if re.search(r"OnCalendar=\d\d:\d\d ", path.read_text())
        for command in re.findall(r"manage\.py (\w+)", path.with_suffix(".service").read_text())
    }
    assert len(nightly) == 6
    assert set(machine.run("night")) == nightly
    assert machine.run("night", at="2026-05-26 23:50") == [], "once a day"
    assert machine.run("night", at="2026-05-27 01:59") == []
    machine.an_hour_passes()
    assert set(machine.run("night", at="2026-05-27 08:00")) == nightly, (
        "a night that was missed is made up for"
    )


def test_a_backup_that_fails_deletes_none_and_is_tried_again(machine):
    old = aged(machine.backups / "portal-20260401-020000.tar.age", 40)
    assert machine.run("night", backup=1).count("backup") == 1
    assert machine.run("night", at="2026-05-26 02:11", backup=1) == [], (
        "not every minute: the disk may be full"
    )
    machine.an_hour_passes()
    assert machine.run("night", at="2026-05-26 03:20", backup=1) == ["backup"]
    assert old.exists()
    machine.an_hour_passes()
    assert machine.run("night", at="2026-05-26 04:30") == ["backup"]
    assert not old.exists()
    machine.an_hour_passes()
    assert machine.run("night", at="2026-05-26 05:40") == []


def test_a_picture_that_was_lost_stops_no_deletion(machine):
    old = aged(machine.backups / "portal-20260401-020000.tar", 40)
    young = aged(machine.backups / "portal-20260510-020000.tar", 16)
    machine.run("night", backup=3)
    assert young.exists()
    assert not old.exists()
    machine.an_hour_passes()
    assert "backup" not in machine.run("night", at="2026-05-26 05:00")


@pytest.mark.parametrize("fails", ["verify_register", "disable_idle_accounts"])
def test_what_fails_keeps_nothing_else_from_being_done_and_is_tried_again(machine, fails):
    machine.audit.write_text("of April\n")
    rest = ["verify_register", "clearsessions", "disable_idle_accounts", "delete_old_imports"]
    rest += ["prune_db_task_results", "prune_db_task_results"]
    assert machine.run("night", fails=fails) == ["backup", *rest]
    assert (machine.logs / "audit.log-2026-04").exists()
    machine.an_hour_passes()
    assert machine.run("night", at="2026-05-26 03:20", fails=fails) == rest
    machine.an_hour_passes()
    assert machine.run("night", at="2026-05-26 04:20") == rest
    machine.an_hour_passes()
    assert machine.run("night", at="2026-05-26 05:20") == []


def test_the_audit_log_is_kept_for_twelve_months(machine):
    ancient, year = (
        aged(machine.logs / "audit.log-2025-04", 401),
        aged(machine.logs / "audit.log-2025-05", 360),
    )
    machine.audit.write_text("of May\n")
    machine.run("night", at="2026-06-01 02:10")
    assert (machine.logs / "audit.log-2026-05").read_text() == "of May\n"
    assert not machine.audit.exists(), "whoever writes makes the new one"
    machine.audit.write_text("of June\n")
    machine.an_hour_passes()
    machine.run("night", at="2026-06-02 02:10")
    assert machine.audit.read_text() == "of June\n"
    assert year.exists()
    assert not ancient.exists()


def test_mails_and_letters_leave_beside_a_backup_that_takes_long(machine):
    machine.program("sleep", f'echo >>{machine.folder}/slept; [ "$(wc -l <{machine.folder}/slept)" -lt 16 ]')
    machine.program(
        "python", f'[ "$2" != backup ] || while [ ! -e {machine.folder}/go ]; do /bin/sleep 0.05; done\n'
        f'echo "$2" >>{machine.folder}/done'
    )  # fmt: skip
    try:
        ran = machine.run()
        assert (ran.count("send_review_mail"), ran.count("send_letters")) == (4, 2)
        assert "backup" not in ran
    finally:
        (machine.folder / "go").touch()
