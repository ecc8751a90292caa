"""The environment: what is read is declared, documented and exemplified; what is wrong stops the start, all at once."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings import deployment, documentation
from cms.settings.problems import problems
from cms.settings.variables import VARIABLES, secret_names

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("cms", "home", "news", "search")
# Read by code of others or by the machine, not by the portal's settings.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "DEMO_PASSWORD", "PROMETHEUS_MULTIPROC_DIR"}
FINE = {
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "portal.example",
    "DATABASE_URL": "postgres://u:p@127.0.0.1/portal",
    "BASE_URL": "https://portal.example",
    "EMAIL_URL": "smtp+tls://u:p@mail.portal.example:587",
    "DEFAULT_FROM_EMAIL": "toasoan@portal.example",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "AUDIT_LOG": "none",
}


def read_by_the_code() -> dict[str, str]:
    """Return the variables that are asked for as ``env("…")``, ``env.int("…")``, with the file that asks."""
    found = {}
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "tests" not in path.parts]
    for path in (*files, ROOT / "deploy" / "gunicorn.conf.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            asked = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            name = node.args[0].value
            if (
                isinstance(asked, ast.Name)
                and asked.id == "env"
                and re.fullmatch("[A-Z][A-Z0-9_]+", str(name))
            ):
                found[name] = str(path.relative_to(ROOT))
    return found


def test_what_is_read_is_declared():
    read = read_by_the_code()
    assert len(read) > 25
    undeclared = {name: where for name, where in read.items() if name not in {v.name for v in VARIABLES}}
    assert not undeclared, (
        "add a line for each to cms/settings/variables.py (GROUPS): meaning, default, check"
    )
    unread = {v.name for v in VARIABLES} - set(read) - NOT_OURS
    assert not unread, "nothing reads these any more: take them out of cms/settings/variables.py"


def test_the_example_has_every_variable():
    said = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    # Both are read by the development settings alone, where there is nothing to fill in.
    expected = {v.name for v in VARIABLES} - {"DEBUG", "SECOND_FACTOR_REQUIRED"}
    assert expected <= set(said), "add NAME= with a line of comment to .env.example"
    assert set(said) <= {v.name for v in VARIABLES}, "declare these in cms/settings/variables.py"


def test_the_example_is_a_right_environment():
    lines = (ROOT / ".env.example").read_text().split("\n")
    given = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert problems(given, production=False) == []


def test_the_page_is_up_to_date():
    text = documentation.PAGE.read_text()
    assert documentation.page(text) == text, "run: python -m cms.settings.documentation"


@pytest.mark.parametrize("variable", VARIABLES, ids=lambda variable: variable.name)
def test_every_example_is_right(variable):
    if variable.example and "…" not in variable.example:
        assert variable.check(variable.example) == ""


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EMAIL_TIMEOUT", "ten", "a whole number from 1 to 300"),
        ("EMAIL_TIMEOUT", "0", "a whole number from 1 to 300"),
        ("PAGE_CACHE_SECONDS", "-1", "a whole number"),
        ("BEHIND_PROXY", "treu", "true or false"),
        ("ALLOWED_HOSTS", "https://portal.example", "host names"),
        ("ALLOWED_HOSTS", "portal.example:8000", "host names"),
        ("DATABASE_URL", "mysql://u:p@h/n", "postgres:// or sqlite:///"),
        ("DATABASE_URL", "postgres://u:p@h:54x2/n", "must name a database"),
        ("DATABASE_URL", "postgres://u:p@h", "must name a database"),
        ("REDIS_URL", "127.0.0.1:6379", "redis://"),
        ("EMAIL_URL", "mail.example.gov.vn", "smtp://"),
        ("DEFAULT_FROM_EMAIL", "toasoan", "a mail address"),
        ("DEFAULT_FROM_EMAIL", "Tòa soạn <toasoan>", "a mail address"),
        ("DEFAULT_FROM_EMAIL", "a@portal.example, b@portal.example", "a mail address"),
        ("PAGE_CACHE_PURGE_URLS", "https://portal.example/pages/", "http://"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example,b.example", "https://"),
        ("MEDIA_ROOT", "media", "beginning with /"),
        ("MEDIA_S3_ADDRESSING", "paht", "one of auto, path, virtual"),
        ("LOG_LEVEL", "verbose", "one of DEBUG"),
        ("LOG_FORMAT", "yaml", "one of line, json"),
        ("METRICS_LISTEN", "9187", "an address and a port"),
        ("METRICS_LISTEN", "127.0.0.1:99999", "an address and a port"),
        ("GUNICORN_BIND", "8001", "an address and a port"),
        ("GUNICORN_WORKERS", "many", "a whole number from 1 to 64"),
        ("GUNICORN_THREADS", "0", "a whole number from 1 to 64"),
        ("BACKUP_RECIPIENTS", "AGE-SECRET-KEY-1XYZ", "public keys of age"),
        ("BASE_URL", "https://portal.example/cong", "without a path"),
    ],
)
def test_a_wrong_value_is_told(name, value, says):
    [said] = problems({name: value}, production=False)
    assert said.startswith(f"{name} must ")
    assert says in said


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"MEDIA_S3_BUCKET": "b", "MEDIA_S3_ACCESS_KEY": "k"}, "given together"),
        (
            {"MEDIA_S3_BUCKET": "b", "MEDIA_ACCEL_REDIRECT_PREFIX": "/_files/", "BEHIND_PROXY": "true"},
            "give one",
        ),
        ({"MEDIA_ACCEL_REDIRECT_PREFIX": "/_files/"}, "BEHIND_PROXY=true"),
        ({"MEDIA_ACCEL_REDIRECT_PREFIX": "/_files/", "BEHIND_PROXY": "off"}, "BEHIND_PROXY=true"),
        ({"BASE_URL": "https://portal.example", "ALLOWED_HOSTS": "www.portal.example"}, "BASE_URL's host"),
        ({"MEDIA_S3_REGION": "vn"}, "without MEDIA_S3_BUCKET"),
    ],
)
def test_contradictions_are_told(given, says):
    [said] = problems(given, production=False)
    assert says in said


def test_production_asks_for_more():
    assert problems(FINE, production=True) == []
    assert len(problems({}, production=True)) == 8
    assert problems({**FINE, "ALLOWED_HOSTS": "a.example, *"}, production=True) == [
        "ALLOWED_HOSTS must not be '*'."
    ]
    assert problems({**FINE, "BASE_URL": "http://portal.example"}, production=True)
    assert problems({**FINE, "SECRET_KEY": "short"}, production=True)


@pytest.mark.parametrize("name", ["REDIS_URL", "AUDIT_LOG", "PAGE_CACHE_PURGE_URLS"])
def test_what_production_does_without_it_does_without_knowingly(name):
    """A portal ran for months without its audit log, because a line of portal.env had been forgotten."""
    given = {**FINE, "BEHIND_PROXY": "true", "PAGE_CACHE_PURGE_URLS": "http://127.0.0.1:8090/pages/"}
    assert problems(given, production=True) == []
    assert problems({**given, name: "none"}, production=True) == []
    [said] = problems({**given, name: ""}, production=True)
    assert said.startswith(f"{name} must ")
    assert "or none" in said
    assert problems({name: "none"}, production=False) == []


@pytest.mark.parametrize("file", ["deploy/Dockerfile", ".ci/run"])
def test_what_starts_production_in_passing_gives_all_that_it_needs(file):
    """The image's static files, and the check of the settings: neither reads a portal.env."""
    _before, _name, text = (ROOT / file).read_text().partition("SECRET_KEY=")
    given = dict(re.findall(r"([A-Z][A-Z_]+)=(\S+)", text.partition("manage.py")[0]))
    given |= {"SECRET_KEY": FINE["SECRET_KEY"], "DATABASE_URL": FINE["DATABASE_URL"]}
    assert problems(given, production=True) == []


def test_without_a_proxy_there_is_no_page_cache_to_empty():
    assert problems({**FINE, "BEHIND_PROXY": "false"}, production=True) == []


def test_what_is_left_out_knowingly_is_nothing():
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production", **FINE}
    environment |= dict.fromkeys(("REDIS_URL", "AUDIT_LOG", "PAGE_CACHE_PURGE_URLS"), "none")
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            "from django.conf import settings as s; print(s.CACHES['default']['BACKEND'], s.PAGE_CACHE_PURGE_URLS,"
            " s.LOGGING['handlers']['audit']['class'])",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    said = "django.core.cache.backends.locmem.LocMemCache [] logging.StreamHandler\n"
    assert ended.stdout == said, ended.stderr


def read_by_the_deployment() -> set[str]:
    """Return what nginx's template, compose, the units and the clock read: ``${NAME}``, and nginx's defaults."""
    files = [ROOT / "deploy" / name for name in ("compose.yaml", "clock.sh")]
    files += [path for folder in ("nginx", "systemd") for path in (ROOT / "deploy" / folder).rglob("*.*")]
    text = "".join(path.read_text() for path in files if path.is_file())
    defaults = (ROOT / "deploy" / "nginx" / "portal.env").read_text()
    return {
        *re.findall(r"\$\{([A-Z][A-Z0-9_]+)", text),
        *re.findall(r"^([A-Z][A-Z0-9_]+)=", defaults, re.MULTILINE),
    }


def test_what_the_deployment_reads_is_documented():
    told = {variable.name for variable in deployment.VARIABLES}
    assert read_by_the_deployment() - {v.name for v in VARIABLES} == told, (
        "one line for each in cms/settings/deployment.py, then python -m cms.settings.documentation"
    )
    given = {one.name for one in deployment.VARIABLES if "compose.env" in one.given_in}
    compose = (ROOT / "deploy" / "compose.yaml").read_text()
    assert {*re.findall(r"\$\{((?:PORTAL|TLS|ACME|INSIDE|POSTGRES)_\w+)", compose)} <= given


@pytest.mark.parametrize("hosts", ["a.example, portal.example", ".portal.example", "Portal.Example"])
def test_the_host_of_the_public_address_may_be_written_in_several_ways(hosts):
    assert problems({**FINE, "ALLOWED_HOSTS": hosts}, production=True) == []


def test_an_address_in_brackets_is_a_host():
    given = {**FINE, "ALLOWED_HOSTS": "[2001:db8::1]", "BASE_URL": "https://[2001:db8::1]"}
    assert problems(given, production=True) == []


@pytest.mark.parametrize("nowhere", ["", "dummymail://", "consolemail://", "memorymail://"])
def test_production_sends_no_mail_into_nothing(nowhere):
    """Such a mail counts as sent, and nobody gets it."""
    [said] = problems({**FINE, "EMAIL_URL": nowhere}, production=True)
    assert said.startswith("EMAIL_URL must be the mail server's address")


def test_a_portal_for_trying_out_may_put_its_mails_into_a_folder():
    assert problems({**FINE, "EMAIL_URL": "filemail:////srv/portal/var/mail"}, production=True) == []
    [said] = problems({**FINE, "EMAIL_URL": "filemail://mail"}, production=True)
    assert said.startswith("EMAIL_URL must name")


@pytest.mark.parametrize("sender", ["", "toasoan@localhost"])
def test_production_has_a_sender_to_whom_one_can_answer(sender):
    [said] = problems({**FINE, "DEFAULT_FROM_EMAIL": sender}, production=True)
    assert said.startswith("DEFAULT_FROM_EMAIL must ")


def test_a_sender_may_have_a_name():
    sender = "Sở Nội vụ <toasoan@portal.example>"
    assert problems({**FINE, "DEFAULT_FROM_EMAIL": sender}, production=True) == []


def test_the_audit_log_can_be_written(tmp_path):
    """Its file is opened with the first line, where an error is swallowed: hence this look at the start."""
    log = tmp_path / "audit.log"
    assert problems({**FINE, "AUDIT_LOG": str(log)}, production=True) == []
    missing, folder = tmp_path / "khong-co" / "audit.log", tmp_path
    for wrong in (missing, folder):
        [said] = problems({**FINE, "AUDIT_LOG": str(wrong)}, production=True)
        assert said.startswith("AUDIT_LOG must be a file")
    # On a developer's machine it may be an example.
    assert problems({"AUDIT_LOG": str(missing)}, production=False) == []


@pytest.mark.parametrize("locked", ["folder", "file"])
def test_an_audit_log_of_somebody_else_is_told(tmp_path, monkeypatch, locked):
    log = tmp_path / "audit.log"
    if locked == "file":
        log.touch()
    writable = {str(tmp_path): locked == "file", str(log): False}
    monkeypatch.setattr("os.access", lambda path, mode: writable[str(path)])
    [said] = problems({**FINE, "AUDIT_LOG": str(log)}, production=True)
    assert said.startswith("AUDIT_LOG must be a file")


def test_secrets_are_known():
    assert {"SECRET_KEY", "DATABASE_URL", "MEDIA_S3_SECRET_KEY", "EMAIL_URL"} <= set(secret_names())


def test_a_start_tells_all_that_is_wrong_at_once():
    environment = {
        "PATH": os.environ["PATH"],
        "EMAIL_TIMEOUT": "soon",
        "DATABASE_URL": "mysql://root:hunter2@h/n",
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "cms.settings.production", "REDIS_URL": ""}
    ended = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
    )
    said = ended.stderr.decode()
    assert ended.returncode == 1
    wrong = ("EMAIL_TIMEOUT", "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL")
    for name in (*wrong, "EMAIL_URL", "DEFAULT_FROM_EMAIL"):
        assert f"- {name} must" in said
    assert "hunter2" not in said


@pytest.mark.parametrize("started_as", [["gunicorn"], [sys.executable, "-m", "gunicorn"]])
def test_gunicorn_refuses_with_the_same_sentences(started_as):
    command = [str(Path(sys.executable).parent / started_as[0]), *started_as[1:]]
    environment = {"PATH": os.environ["PATH"], "GUNICORN_WORKERS": "many", "GUNICORN_BIND": "8001"}
    ended = subprocess.run(
        [*command, "-c", "deploy/gunicorn.conf.py", "cms.wsgi"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        timeout=60,
    )
    said = ended.stderr.decode()
    assert ended.returncode == 1
    for name in ("GUNICORN_WORKERS", "GUNICORN_BIND"):
        assert f"- {name} must" in said
    assert "Traceback" not in said


def test_gunicorn_takes_what_is_given():
    environment = {
        "PATH": os.environ["PATH"],
        "GUNICORN_WORKERS": "3",
        "GUNICORN_THREADS": "",
        "SECRET_KEY": "x",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--print-config", "-c", "deploy/gunicorn.conf.py", "cms.wsgi"],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "cms.settings.dev"},
        capture_output=True,
        timeout=60,
    )
    said = dict(re.findall(r"^(\w+)\s+= (.*)$", ended.stdout.decode(), re.MULTILINE))
    assert (said["workers"], said["threads"], said["bind"]) == ("3", "4", "['127.0.0.1:8001']")
    # A name that this gunicorn does not know is passed over in silence; its socket would be one for all applications.
    assert said["control_socket_disable"] == "True"
