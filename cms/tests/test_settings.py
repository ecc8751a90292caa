"""The environment: what is read is declared, documented and exemplified; what is wrong stops the start, all at once."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings import documentation
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
}


def read_by_the_code() -> dict[str, str]:
    """Return the variables that are asked for as ``env("…")``, ``env.int("…")``, with the file that asks."""
    found = {}
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "tests" not in path.parts):
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
        ("CSRF_TRUSTED_ORIGINS", "https://a.example,b.example", "https://"),
        ("MEDIA_ROOT", "media", "beginning with /"),
        ("MEDIA_S3_ADDRESSING", "paht", "one of auto, path, virtual"),
        ("LOG_LEVEL", "verbose", "one of DEBUG"),
        ("LOG_FORMAT", "yaml", "one of line, json"),
        ("METRICS_LISTEN", "9187", "an address and a port"),
        ("METRICS_LISTEN", "127.0.0.1:99999", "an address and a port"),
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
        ({"MEDIA_S3_BUCKET": "b", "MEDIA_ACCEL_REDIRECT_PREFIX": "/_files/"}, "give one"),
        ({"MEDIA_S3_REGION": "vn"}, "without MEDIA_S3_BUCKET"),
    ],
)
def test_contradictions_are_told(given, says):
    [said] = problems(given, production=False)
    assert says in said


def test_production_asks_for_more():
    assert problems(FINE, production=True) == []
    assert len(problems({}, production=True)) == 4
    assert problems({**FINE, "ALLOWED_HOSTS": "a.example, *"}, production=True) == [
        "ALLOWED_HOSTS must not be '*'."
    ]
    assert problems({**FINE, "BASE_URL": "http://portal.example"}, production=True)
    assert problems({**FINE, "SECRET_KEY": "short"}, production=True)


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
    for name in ("EMAIL_TIMEOUT", "DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"):
        assert f"- {name} must" in said
    assert "hunter2" not in said
