"""The files of ``deploy/`` agree with each other, with the portal's settings, and with their schemas."""

import os
import re
import shutil
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.parser import RequestParser

from cms.caching import rules
from cms.monitoring import logs
from cms.settings import base
from deploy.stack import nginx

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
    # Under the names of production: those of the tests' settings are shorter.
    for name in (base.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_NAME, "messages"):
        assert re.search(pattern[1], f"a=b; {name}=x"), name
    assert not re.search(pattern[1], "notsessionid=x; seen_notice=1")


def test_readers_and_the_newsroom_have_the_same_applications_in_another_order():
    given = (DEPLOY / "nginx" / "portal.env").read_text()
    readers, newsroom = (
        re.findall(r"server (\S+) max_fails=1 fail_timeout=2s( backup)?;", line)
        for line in re.findall(r"^PORTAL_UPSTREAM(?:_NEWSROOM)?=.*", given, re.MULTILINE)
    )
    assert len(readers) == 2
    assert {name for name, _backup in readers} == {name for name, _backup in newsroom}
    assert [name for name, backup in readers if backup] == [name for name, backup in newsroom if not backup]


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/",
        "/quan-tri/password_reset/confirm/MQ/cx1k2p-0123456789abcdef/",
        "/quan-tri/password_reset/confirm/",
        "/",
    ],
)
def test_nginx_and_the_portal_hide_the_same_part_of_an_address(path):
    first = re.search(r'"~([^"]+)" \$portal_without_key;', _map("portal_logged_path"))
    pattern = re.search(r'"~([^"]+)" "\$portal_before_key([^"]+)"', _map("portal_without_key"))
    assert first
    assert pattern
    found = re.search(pattern[1].replace("?<", "?P<"), path)
    # The first expression lets no address by that the second one would cut.
    assert bool(re.search(first[1], path)) is bool(found)
    assert (found["portal_before_key"] + pattern[2] if found else path) == logs.without_keys(path)
    assert "$portal_path" not in re.sub(r"\s+", " ", re.findall(r"log_format portal [^;]+;", TEMPLATE)[0])


@pytest.mark.parametrize("length", [4_100, 8_000])
def test_gunicorn_takes_an_address_that_nginx_hands_on(length):
    (request,) = RequestParser(_gunicorn(), [b"GET /" + b"x" * (length - 1) + b" HTTP/1.1\r\n\r\n"], ("", 0))
    assert len(request.uri) == length


def test_gunicorn_reads_no_address_without_an_end():
    """Whoever reaches its port without nginx sends no more than that either."""
    read = []
    endless = (read.append(1) or b"x" * 1_000 for _piece in range(1_000))
    with pytest.raises(LimitRequestLine):
        next(RequestParser(_gunicorn(), endless, ("", 0)))
    assert len(read) < 20


def _gunicorn() -> Config:
    """Return gunicorn's settings with what ``gunicorn.conf.py`` says of addresses."""
    line = re.search(r"^limit_request_line = (\w+)$", (DEPLOY / "gunicorn.conf.py").read_text(), re.MULTILINE)
    made = Config()
    if line:
        made.set("limit_request_line", int(line[1]))
    return made


def test_the_list_of_who_reaches_the_newsroom_ends_with_nobody():
    """A list without "deny", or an empty one, would let everybody in."""
    assert TEMPLATE.count("${PORTAL_ADMIN_ACCESS}") == TEMPLATE.count("${PORTAL_ADMIN_ACCESS} deny all;") == 4
    # Compose's ":-" would take an empty list for none.
    assert (
        COMPOSE["services"]["nginx"]["environment"]["PORTAL_ADMIN_ACCESS"]
        == "${PORTAL_ADMIN_ACCESS-allow all;}"
    )


def test_headers_to_the_portal_are_set_in_one_place():
    """A location with one ``proxy_set_header`` of its own would lose all the others."""
    inside = [line for line in TEMPLATE.splitlines() if re.match(r" {8,}proxy_set_header", line)]
    assert inside == []


def test_no_door_of_the_portal_logs_what_readers_search_for():
    """Debian's nginx.conf has a log of its own, with queries, for every server that does not say another."""
    doors = [
        block for block in re.split(r"^server \{", TEMPLATE, flags=re.MULTILINE) if "PORTAL_IPV4" in block
    ]
    assert len(doors) == 3
    assert ["access_log ${PORTAL_ACCESS_LOG} portal buffer=32k flush=1s;" in block for block in doors] == [
        True
    ] * 3


def test_every_value_of_the_template_is_named_in_both_set_ups():
    wanted = nginx.names(TEMPLATE)
    given = set(
        re.findall(r"^(PORTAL_[A-Z0-9_]+)=", (DEPLOY / "nginx" / "portal.env").read_text(), re.MULTILINE)
    )
    assert given == wanted
    assert {
        name for name in COMPOSE["services"]["nginx"]["environment"] if name.startswith("PORTAL_")
    } == wanted


def test_the_image_gets_what_it_copies():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().split("\n")
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert len(sources) > 8
    for source in " ".join(sources).split():
        assert (settings.BASE_DIR / source).exists(), source
        assert f"!{source.split('/')[0]}" in ignored, f"{source} does not reach the build"


def test_the_image_has_pg_dump_of_the_servers_version():
    text = (DEPLOY / "Dockerfile").read_text()
    assert re.search(r"apt-get install .*\bpostgresql-client\b", text)
    # Debian's own, so: the same Debian as the server's.
    (release,) = set(re.findall(r"^FROM python:\S+-(\w+) AS", text, re.MULTILINE))
    assert COMPOSE["services"]["postgres"]["image"].endswith(f"-{release}")
    volumes = COMPOSE["services"]["clock"]["volumes"]
    assert "backups:/srv/backups" in volumes
    assert "/srv/backups" in text


def test_every_answer_has_its_own_number():
    """nginx forgets what a server block adds where a location adds something itself."""
    pages = f"location {{ {(nginx.SOURCE / 'pages.conf').read_text()} }}"
    for text in (TEMPLATE, pages, (nginx.SOURCE / "media.conf").read_text()):
        for block in re.findall(r"\{[^{}]*add_header[^{}]*", re.sub(r"\$\{\w+\}", "x", text)):
            assert "add_header X-Request-ID $request_id" in block, block
    assert "proxy_hide_header X-Request-ID;" in TEMPLATE
    media = (nginx.SOURCE / "media.conf").read_text()
    for sets in (TEMPLATE, media):
        assert "proxy_set_header X-Request-ID $request_id;" in sets


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


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None and os.environ.get("CI") != "true",
    reason="no systemd: apt-get install systemd",
)
def test_systemd_understands_the_units():
    units = [str(path) for path in (DEPLOY / "systemd").glob("portal-*.*") if path.is_file()]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    # That the programs are not under /srv/portal here is no fault of the units.
    other = [line for line in done.stderr.splitlines() if "is not executable" not in line]
    assert [line for line in other if "portal-" in line] == []
