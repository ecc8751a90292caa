"""What the containers are given (deploy/compose.yaml): variables, folders, healthchecks, certificates.

No container is run: the file is read, its small programs are.
"""

import ipaddress
import json
import os
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml
from django.conf import settings

from cms.settings.problems import problems
from cms.settings.variables import GROUPS, VARIABLES
from deploy import healthy

DEPLOY = settings.BASE_DIR / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
EXAMPLE = (DEPLOY / "compose.env.example").read_text()
PORTAL = sorted(name for name, service in SERVICES.items() if service.get("image") == "portal")
# What the set-up itself decides.
FIXED = {"MEDIA_ROOT", "STATIC_ROOT", "BEHIND_PROXY", "AUDIT_LOG", "GUNICORN_BIND", "METRICS_LISTEN"}


def filled(text: str, given: dict[str, str]) -> str:
    """Put in values as Compose does: ${NAME}, ${NAME:-default}, ${NAME-default}, ${NAME:?sentence}, one in another."""
    inner = re.compile(r"(?<!\$)\$\{(\w+)(?:(:?[-?])([^${}]*))?\}")

    def value(found: re.Match) -> str:
        name, sign, other = found.groups()
        if name in given and (given[name] or sign in ("-", "?", None)):
            return given[name]
        assert "?" not in (sign or ""), other
        return other or ""

    while inner.search(text):
        text = inner.sub(value, text)
    return text


def environment(service: str, **given: str) -> dict[str, str]:
    """Return what a service's processes get for a compose.env with these variables."""
    told = {name: filled(str(value), given) for name, value in SERVICES[service]["environment"].items()}
    return {**given, **told} if SERVICES[service].get("env_file") == ["compose.env"] else told


GIVEN = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "BASE_URL": "https://portal.example",
    "POSTGRES_PASSWORD": "hunter2",
    "EMAIL_URL": "smtp://mail.example",
    "DEFAULT_FROM_EMAIL": "toasoan@portal.example",
}


def test_the_portals_services_are_known():
    assert {"web1", "web2", "migrate", "clock", "scheduler", "metrics"} <= set(PORTAL)


@pytest.mark.parametrize("service", PORTAL)
def test_every_variable_reaches_the_processes(service):
    development = {variable.name for variable in GROUPS["Development and tests"]}
    for name in {variable.name for variable in VARIABLES} - development - FIXED:
        assert environment(service, **{**GIVEN, name: "given"})[name] == "given", name


@pytest.mark.parametrize("service", PORTAL)
def test_what_nobody_gave_lets_the_portal_start(service, tmp_path):
    told = environment(service, **GIVEN)
    assert told["DATABASE_URL"] == "postgres://portal:hunter2@postgres:5432/portal"
    assert told["REDIS_URL"] == "redis://redis:6379/0"
    assert told["MEDIA_ACCEL_REDIRECT_PREFIX"] == "/_files/"
    assert problems({**told, "AUDIT_LOG": str(tmp_path / "audit.log")}, production=True) == []


def test_pictures_may_lie_in_a_storage(tmp_path):
    told = environment("web1", **GIVEN, MEDIA_S3_BUCKET="portal", MEDIA_ACCEL_REDIRECT_PREFIX="")
    assert problems({**told, "AUDIT_LOG": str(tmp_path / "audit.log")}, production=True) == []


def test_the_example_names_what_must_be_given():
    text = (DEPLOY / "compose.yaml").read_text()
    wanted = set(re.findall(r"\$\{(\w+):\?", text))
    assert {"DEFAULT_FROM_EMAIL", "POSTGRES_PASSWORD", "TLS_FOLDER", "ACME_FOLDER"} <= wanted
    assert wanted <= set(re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE))
    known = {variable.name for variable in VARIABLES} | set(re.findall(r"\$\{(\w+)", text))
    assert set(re.findall(r"^#?([A-Z0-9_]+)=", EXAMPLE, re.MULTILINE)) <= known
    # The keys must reach neither a repository nor the image's build.
    assert "deploy/compose.env\n" in (settings.BASE_DIR / ".gitignore").read_text()
    assert "deploy/*.env\n" in (DEPLOY / "Dockerfile.dockerignore").read_text()


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"migrate"}))
def test_whatever_runs_all_the_time_has_a_healthcheck(service):
    check = SERVICES[service]["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert {"interval", "timeout", "retries"} <= set(check)
    for file in re.findall(r"deploy/\S+", " ".join(check["test"])):
        assert (settings.BASE_DIR / file).exists()
        assert file in (DEPLOY / "Dockerfile").read_text()


@pytest.mark.parametrize("service", PORTAL)
def test_audit_lines_outlive_the_container(service):
    assert "audit:/var/log/portal" in SERVICES[service]["volumes"]
    assert environment(service, **GIVEN)["AUDIT_LOG"] == "/var/log/portal/audit.log"
    assert "media:/srv/portal/var/media" in SERVICES[service]["volumes"]


def test_every_folder_that_is_written_belongs_to_the_portal():
    """A new volume takes its owner from the image."""
    (owned,) = re.findall(r"chown portal:portal (.+?) &&", (DEPLOY / "Dockerfile").read_text())
    folders = {
        volume.split(":")[1] for service in PORTAL for volume in SERVICES[service]["volumes"]
    }  # all of them are written
    assert folders == {os.path.normpath(os.path.join("/srv/portal", folder)) for folder in owned.split()}


def test_nginx_reads_what_it_is_told():
    nginx = SERVICES["nginx"]
    told = nginx["environment"]
    mounted = {volume.removesuffix(":ro").rsplit(":", 1)[1] for volume in nginx["volumes"]}
    for name in ("PORTAL_MEDIA", "PORTAL_STATIC", "PORTAL_ACME"):
        assert told[name] in mounted, name
    for name in ("PORTAL_CERTIFICATE", "PORTAL_CERTIFICATE_KEY", "PORTAL_CACHE"):
        assert os.path.dirname(told[name]) in mounted, name
    # Certificates: a folder of copies. certbot's own holds links to a folder that is not there, readable by root alone.
    (folder,) = re.findall(r"^TLS_FOLDER=(.+)$", EXAMPLE, re.MULTILINE)
    assert not folder.startswith("/etc/letsencrypt")
    # Static files of this version and of those before come from the volume that migrate fills.
    assert "static:/srv/static" in SERVICES["migrate"]["volumes"]
    assert "cp -r var/static/. /srv/static/" in SERVICES["migrate"]["command"][-1]


def test_nginx_finds_the_applications_by_fixed_addresses():
    numbers = {
        name: filled(SERVICES[name]["networks"]["inside"]["ipv4_address"], {}) for name in ("web1", "web2")
    }
    assert sorted(numbers.values()) == ["172.30.90.11", "172.30.90.12"]
    for name in ("PORTAL_UPSTREAM", "PORTAL_UPSTREAM_NEWSROOM"):
        told = filled(SERVICES["nginx"]["environment"][name], {})
        assert sorted(re.findall(r"server (\S+):8000", told)) == sorted(numbers.values())
        assert told.count("backup") == 1
    (network,) = COMPOSE["networks"]["inside"]["ipam"]["config"]
    assert filled(network["subnet"], {"INSIDE_NETWORK": "10.9.8"}) == "10.9.8.0/24"
    assert filled(network["ip_range"], {}) == "172.30.90.128/25"


def test_readers_who_come_by_ipv6_keep_their_address():
    """Through a network without IPv6 they would all be one address of the engine's to limits and locks."""
    nginx, outside = SERVICES["nginx"], COMPOSE["networks"]["outside"]
    assert "outside" in nginx["networks"]
    assert nginx["environment"]["PORTAL_IPV6"] == "[::]"
    assert {port.count(":") for port in nginx["ports"]} == {1}, "published at IPv4 and IPv6"
    assert outside["enable_ipv6"] is True
    (network,) = outside["ipam"]["config"]
    assert ipaddress.ip_network(network["subnet"]).subnet_of(ipaddress.ip_network("fd00::/8"))
    # What the engine's own addresses may ask, all might who come by them.
    told = (settings.BASE_DIR / "docs" / "monitoring.md").read_text()
    assert "never name the engine's network" in " ".join(told.split())


@pytest.mark.parametrize(("given", "seconds"), [({}, "31536000"), ({"SECURE_HSTS_SECONDS": "0"}, "0")])
def test_nginx_and_the_portal_insist_on_tls_for_as_long(given, seconds):
    assert filled(SERVICES["nginx"]["environment"]["PORTAL_HSTS_SECONDS"], given) == seconds


@pytest.mark.parametrize("names", ["portal.example", "portal.example www.portal.example"])
def test_nginxs_healthcheck_asks_for_one_name(names, tmp_path):
    command = SERVICES["nginx"]["healthcheck"]["test"][1].replace("$$", "$")
    (tmp_path / "curl").write_text('#!/bin/sh\nprintf "%s|" "$@"\n')
    (tmp_path / "curl").chmod(0o755)
    given = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PORTAL_NAMES": names}
    asked = subprocess.run(["sh", "-c", command], env=given, capture_output=True, text=True).stdout
    assert "|Host: portal.example|" in asked


@pytest.fixture
def application():
    """Something that answers /healthz with what stands in the dictionary."""
    told: dict = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield told, f"http://127.0.0.1:{server.server_port}/healthz"
    server.shutdown()
    server.server_close()


def test_a_process_is_as_well_as_an_application_tells(application):
    told, address = application
    nobody = "http://127.0.0.1:1/healthz"
    told.update(status="live", scheduler={"state": "ok", "seconds": 3}, queue_mail={"state": "waiting"})
    assert healthy.wrong(["scheduler"], [nobody, address]) == ""
    assert healthy.wrong(["queue_mail"], [nobody, address]) == "queue_mail: waiting"
    assert healthy.wrong(["purger"], [address]) == "", "there is no proxy to empty"
    assert healthy.wrong(["scheduler"], [nobody]) == "no application answers"


@pytest.mark.parametrize("running", [True, False])
def test_a_certificate_reaches_nginx_as_copies(tmp_path, running):
    made, to = tmp_path / "archive", tmp_path / "tls"
    for folder in (made, to, tmp_path / "live", tmp_path / "bin"):
        folder.mkdir()
    for name in ("fullchain.pem", "privkey.pem"):
        (made / name).write_text(f"new {name}")
        (tmp_path / "live" / name).symlink_to(made / name)
        (to / name).write_text("old")
    answers = {
        "docker": f'echo "$@" >>{tmp_path}/asked; case "$*" in *" ps "*) echo {"abc" * running};; esac'
    }
    answers["chown"] = f'echo "$@" >>{tmp_path}/owned'
    for name, body in answers.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    done = subprocess.run(
        [str(DEPLOY / "certificate-hook"), str(to), "/srv/portal/deploy"],
        env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "RENEWED_LINEAGE": str(tmp_path / "live")},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("fullchain.pem", "privkey.pem"):
        assert (to / name).read_text() == f"new {name}"
        assert not (to / name).is_symlink()
        assert (to / name).stat().st_mode & 0o777 == 0o400
    assert sorted(path.name for path in to.iterdir()) == ["fullchain.pem", "privkey.pem"]
    assert (tmp_path / "owned").read_text().count("101:101") == 2
    assert ("exec -T nginx nginx -s reload" in (tmp_path / "asked").read_text()) is running
