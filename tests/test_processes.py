"""What of the portal runs by itself: systemd's units, the containers and the documents name the same processes."""

import re

import yaml
from django.conf import settings
from django.core.management import get_commands

from cms.settings.variables import VARIABLES
from deploy.stack.portal import BACKGROUND, Stack
from deploy.stack.processes import Service, wait_until

DEPLOY = settings.BASE_DIR / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SYSTEMD = DEPLOY / "systemd"
UNITS = {path.name: path.read_text() for path in SYSTEMD.glob("portal-*.*") if path.is_file()}
INSTALLING = (settings.BASE_DIR / "docs" / "install.md").read_text()
# What people run when there is a reason; everything else runs by itself (docs/install.md).
BY_HAND = {
    "check_migrations",
    "check_public_files",
    "check_search_index",
    "evaluate_search",
    "import_story",
    "load_demo",
    "make_filler",
    "make_renditions",
    "rebuild_search_index",
    "reset_second_factor",
    "restore",
    "write_guides",
}
# Old names of Wagtail's, which hand on to ours.
ALIASES = {"publish_scheduled_pages"}


def test_both_set_ups_run_the_same_background_processes():
    for name, command in BACKGROUND.items():
        unit = UNITS[f"portal-{name}.service"]
        assert f"manage.py {' '.join(command[:3])}" in unit
        assert COMPOSE["services"][name]["command"][2:5] == command[:3]


def _run_by_systemd() -> set[str]:
    return {name for text in UNITS.values() for name in re.findall(r"manage\.py (\w+)", text)}


def _run_by_compose() -> set[str]:
    said = [" ".join(service.get("command", [])) for service in COMPOSE["services"].values()]
    said.append((DEPLOY / "clock.sh").read_text())
    return {name for text in said for name in re.findall(r"manage\.py (\w+)", text)}


def _to_be_run_regularly() -> set[str]:
    """Return the commands of which README or docs say how often, in the same sentence or row of a table."""
    often = r"every (?:night|minute|quarter|\d+ minutes|day|hour)|nightly|daily|all the time|--every"
    found = set()
    for page in (settings.BASE_DIR / "README.md", *(settings.BASE_DIR / "docs").glob("*.md")):
        for sentence in re.split(r"(?<=[.])\s|\n\n|\n\||\n- ", page.read_text()):
            if re.search(often, sentence, re.IGNORECASE):
                found |= set(
                    re.findall(r"(?:manage\.py |portal |`)(?!manage\.py|portal )(\w+)", sentence)
                ) & set(get_commands())
    return found - ALIASES


def test_what_the_documents_say_to_run_regularly_runs_by_itself():
    wanted = _to_be_run_regularly()
    assert {"disable_idle_accounts", "verify_register", "send_review_mail", "backup", "db_worker"} <= wanted
    assert wanted - _run_by_systemd() == set(), "add a unit, and a timer if it ends by itself"
    assert wanted - _run_by_compose() == set(), "add a service, or a line to deploy/clock.sh"


def test_every_command_of_the_portal_runs_by_itself_or_by_hand():
    rooms = ("cms", "home", "news", "search")
    ours = {name for name, app in get_commands().items() if str(app).split(".")[0] in rooms} - ALIASES
    assert {"send_letters", "backup", "delete_old_imports"} <= ours
    assert ours - _run_by_systemd() == BY_HAND
    # collectstatic: the image has its static files.
    assert _run_by_systemd() - _run_by_compose() == {"collectstatic"}
    assert _run_by_compose() <= _run_by_systemd()


def test_every_unit_is_told_and_enabled():
    timed = {name.removesuffix(".timer") for name in UNITS if name.endswith(".timer")}
    enabled = re.search(r"systemctl enable --now (.*?)\n```", INSTALLING, re.DOTALL)
    assert enabled
    names = {name.partition("@")[0] for name in enabled[1].replace("\\", "").split()}
    for unit in (name.removesuffix(".service").rstrip("@") for name in UNITS if name.endswith(".service")):
        assert f"`{unit}" in INSTALLING, f"{unit} is not in the table of docs/install.md"
        if unit in timed:
            assert f"{unit}.timer" in names
            assert "Type=oneshot" in UNITS[f"{unit}.service"]
        elif unit != "portal-upgrade":
            assert unit in names


def test_the_applications_may_count_where_the_documents_say():
    (folder,) = re.findall(r"^RuntimeDirectory=(.+)$", UNITS["portal-migrate.service"], re.MULTILINE)
    common = (SYSTEMD / "portal-.service.d" / "common.conf").read_text()
    (example,) = [each.example for each in VARIABLES if each.name == "PROMETHEUS_MULTIPROC_DIR"]
    assert example == f"/run/{folder}"
    assert f"PROMETHEUS_MULTIPROC_DIR={example}" in INSTALLING
    assert re.search(r"^ReadWritePaths=.* -/run/portal$", common, re.MULTILINE)


def test_what_ends_by_itself_is_started_again(tmp_path):
    stack = Stack(tmp_path)
    for name in ("worker-mail", "worker-media"):
        stack.services[name] = Service(
            name, ["sleep", "60"], log=tmp_path / "log", environment={}, folder=tmp_path
        )
    try:
        assert sorted(stack.supervise()) == ["worker-mail", "worker-media"]
        assert stack.supervise() == []
        stack.services["worker-mail"].kill()
        assert wait_until(lambda: not stack.services["worker-mail"].running, 5)
        assert stack.supervise() == ["worker-mail"]
        assert stack.services["worker-mail"].running
    finally:
        stack.stop()
