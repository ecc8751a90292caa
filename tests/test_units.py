"""systemd's units: which release they run, what is started again, when the nights are."""

import os
import re
import shutil
import subprocess

import pytest
from django.conf import settings

SYSTEMD = settings.BASE_DIR / "deploy" / "systemd"
UNITS = {path.name: path.read_text() for path in SYSTEMD.glob("portal-*.*") if path.is_file()}
SERVICES = sorted(name for name in UNITS if name.endswith(".service"))
COMMON = (SYSTEMD / "portal-.service.d" / "common.conf").read_text()
# Tried again the same night, as deploy/clock.sh does.
NIGHTLY = {f"portal-{name}.service" for name in ("verify", "sessions", "idle-accounts", "imports")}
# Given twice, these add up; of all others the drop-in's counts, which is read last.
ADDED_UP = {"Environment", "EnvironmentFile", "ReadWritePaths", "After", "Wants"}

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and os.environ.get("CI") != "true",
    reason="no systemd: apt-get install systemd",
)


def _said(text: str) -> dict[str, list[str]]:
    """Return what a unit says: its names, each with its values."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^([A-Z]\w+)=(.*)$", text, re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_unit_says_itself_is_not_taken_back_for_all(name):
    assert set(_said(UNITS[name])) & set(_said(COMMON)) <= ADDED_UP


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_runs_one_release_from_its_own_folder(name):
    folder = "/srv/portal/next" if name == "portal-upgrade.service" else "/srv/portal/current"
    said = _said(UNITS[name])
    assert said["WorkingDirectory"] == [folder]
    for command in said["ExecStart"]:
        assert re.match(
            rf"{folder}/\.venv/bin/(python manage\.py|gunicorn -c deploy/gunicorn\.conf\.py) ", command
        )


@pytest.mark.parametrize("name", SERVICES)
def test_a_process_comes_back_and_nightly_work_waits_for_its_timer(name):
    said = _said(UNITS[name])
    if name in NIGHTLY:
        # Not every few seconds: verify_register that finds something fails each time.
        assert said["RestartSec"] == ["1h"]
    if said.get("Type") == ["oneshot"] and name not in {"portal-migrate.service", *NIGHTLY}:
        assert "Restart" not in said
    else:
        assert said["Restart"] == ["on-failure"]
    assert _said(COMMON)["StartLimitIntervalSec"] == ["0"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_database_that_comes_late_keeps_nobody_down(name):
    """One failure of a unit that others *require* ends them for good; what they *want* may fail and be tried again."""
    said = _said(UNITS[name])
    assert not {"Requires", "BindsTo", "PartOf", "Requisite"} & set(said)
    if name not in ("portal-migrate.service", "portal-upgrade.service"):
        assert "portal-migrate.service" in " ".join(said["Wants"])
        assert "portal-migrate.service" in " ".join(said["After"])


@pytest.mark.parametrize("name", sorted(name for name in UNITS if name.endswith(".timer")))
def test_an_hour_is_vietnams(name):
    (when,) = _said(UNITS[name])["OnCalendar"]
    assert re.fullmatch(r"\*:0/\d+|\d\d:\d\d Asia/Ho_Chi_Minh", when)


@needs_systemd
def test_systemd_reads_the_hours_as_vietnams():
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2026-05-26 00:00:00 UTC", "02:00 Asia/Ho_Chi_Minh"],
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
        capture_output=True,
        text=True,
    )
    assert "2026-05-26 19:00:00 UTC" in done.stdout, done.stdout + done.stderr


@needs_systemd
@pytest.mark.parametrize("name", [*SERVICES, "portal-web@8001.service"])
def test_systemd_understands_a_unit_with_what_is_common_to_all(name):
    done = subprocess.run(
        ["systemd-analyze", "verify", str(SYSTEMD / name)],
        env={**os.environ, "SYSTEMD_UNIT_PATH": f"{SYSTEMD}:"},
        capture_output=True,
        text=True,
    )
    # That the programs are not under /srv/portal here is no fault of the units.
    other = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in other if "portal-" in line or "common.conf" in line] == []


def test_an_application_stays_with_the_release_of_its_master():
    """gunicorn's workers start anew after a while: never out of another release's folder."""
    text = (settings.BASE_DIR / "deploy" / "gunicorn.conf.py").read_text()
    assert re.search(r"^chdir = .*__file__.*resolve\(\)", text, re.MULTILINE)


def test_applications_listen_to_this_machine_unless_another_address_is_given():
    """On two machines with one portal.env each has ports of its own, where nginx of the other reaches them."""
    said = _said(UNITS["portal-web@.service"])
    assert "PORTAL_LISTEN=127.0.0.1" in said["Environment"]
    (command,) = said["ExecStart"]
    assert " -b ${PORTAL_LISTEN}:%i " in command, "GUNICORN_BIND of portal.env is one for all instances"


def test_a_backup_that_lacks_a_lost_picture_counts_as_made():
    from cms.recovery.management.commands.backup import INCOMPLETE

    said = _said(UNITS["portal-backup.service"])
    assert said["SuccessExitStatus"] == [str(INCOMPLETE)]
    assert "-delete" in said["ExecStartPost"][0]
