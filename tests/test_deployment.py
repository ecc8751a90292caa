"""The files of ``deploy/`` agree with each other, with the portal's settings, and with their schemas."""

import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.conf import settings

from cms.caching import rules
from deploy.stack import nginx
from deploy.stack.portal import BACKGROUND

DEPLOY = settings.BASE_DIR / "deploy"
TEMPLATE = (nginx.SOURCE / "portal.conf.template").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
# Of the images themselves, not of the portal.
FOREIGN = {"postgres", "redis", "nginx"}


def _map(name: str) -> str:
    found = re.search(rf"map \S+ \${name} {{(.*?)\n}}", TEMPLATE, re.DOTALL)
    assert found, name
    return found[1]


def _unknown_args(query: str) -> str:
    """Return what nginx's map says of a query: the first expression that fits, as nginx does."""
    rows = re.findall(r'^\s*(default|"[^"]*") ("?[^";]*"?);$', _map("portal_unknown_args"), re.MULTILINE)
    assert len(rows) == 4
    exact = {key.strip('"'): value.strip('"') for key, value in rows if not key.startswith(('"~', "default"))}
    if query in exact:
        return exact[query]
    for key, value in rows:
        if key.startswith('"~') and re.search(key.strip('"')[1:], query):
            return value.strip('"')
    return dict(rows)["default"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "trang=2",
        "trang=2&nam=2026",
        "p=3",
        "utm_source=zalo&trang=2",
        *(f"{name}=x" for name in sorted(rules.JUNK)),
        "trang=1&trang=2",
        "Trang=2",
        "%74rang=2",
        "trang=2&x=1",
        "q=noi+vu",
        "trang=abc",
        "trang",
        "&trang=2",
        "trang=2;nam=2026",
    ],
)
def test_nginx_keeps_what_the_portal_keeps(query):
    kept = rules.kept_query(query, settings.PAGE_CACHE_PARAMETERS)
    # nginx may keep less than the portal (an empty pair, an escaped name), never more.
    if kept is None:
        assert _unknown_args(query) == "1"
    elif not query.startswith(("&", "%")):
        assert _unknown_args(query) == ""


def test_the_key_has_every_parameter_that_pages_read():
    key = re.search(r"proxy_cache_key (.*);", TEMPLATE)
    assert key
    assert set(re.findall(r"\$arg_(\w+)", key[1])) == set(settings.PAGE_CACHE_PARAMETERS)


def test_nginx_knows_the_cookies_that_make_a_request_somebodys():
    pattern = re.search(r'"~([^"]+)"', _map("portal_has_session"))
    assert pattern
    for name in (settings.SESSION_COOKIE_NAME, "messages"):
        assert re.search(pattern[1], f"a=b; {name}=x"), name
    assert not re.search(pattern[1], "notsessionid=x; seen_notice=1")


def test_headers_to_the_portal_are_set_in_one_place():
    """A location with one ``proxy_set_header`` of its own would lose all the others."""
    inside = [line for line in TEMPLATE.splitlines() if re.match(r" {8,}proxy_set_header", line)]
    assert inside == []


def test_every_value_of_the_template_is_named_in_both_set_ups():
    wanted = nginx.names(TEMPLATE)
    given = set(
        re.findall(r"^(PORTAL_[A-Z0-9_]+)=", (DEPLOY / "nginx" / "portal.env").read_text(), re.MULTILINE)
    )
    assert given == wanted
    assert {
        name for name in COMPOSE["services"]["nginx"]["environment"] if name.startswith("PORTAL_")
    } == wanted


def test_both_set_ups_run_the_same_background_processes():
    units = {path.name for path in (DEPLOY / "systemd").glob("portal-*.service")}
    for name, command in BACKGROUND.items():
        assert f"portal-{name}.service" in units
        unit = (DEPLOY / "systemd" / f"portal-{name}.service").read_text()
        assert f"manage.py {' '.join(command[:3])}" in unit
        assert COMPOSE["services"][name]["command"][2:5] == command[:3]


@pytest.mark.parametrize("name", sorted(COMPOSE["services"]))
def test_containers_are_read_only_and_nobodys(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["user"] not in ("", "root", "0")
    assert service["cap_drop"] == ["ALL"]
    if name in FOREIGN or name.startswith("web"):
        assert "healthcheck" in service


def test_the_compose_file_fits_its_schema():
    """The Compose Specification's own schema. No container was run: no engine is needed for this."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(DEPLOY / "compose.yaml")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd: apt-get install systemd")
def test_systemd_understands_the_units():
    units = [str(path) for path in (DEPLOY / "systemd").glob("portal-*.*") if path.is_file()]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    # That the programs are not under /srv/portal here is no fault of the units.
    other = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in other if "portal-" in line] == []
