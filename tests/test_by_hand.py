"""What people type on the server: ``deploy/portal``, and the commands, variables and paths of the documents."""

import importlib.machinery
import importlib.util
import json
import os
import pwd
import re
import subprocess
import sys
import tempfile
from itertools import takewhile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from cms.settings.problems import problems
from cms.settings.variables import VARIABLES
from deploy.stack import nginx

ROOT = settings.BASE_DIR
DOCS = {path.name: path.read_text() for path in (ROOT / "docs").glob("*.md")}
SCRIPT = ROOT / "deploy" / "portal"
# Loaded by a process of the test's own, with another account and without a machine's folders.
LOAD = """
import importlib.machinery, importlib.util, sys
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("by_hand", sys.argv[1])
portal = importlib.util.module_from_spec(importlib.util.spec_from_loader("by_hand", loader))
loader.exec_module(portal)
portal.ACCOUNT = sys.argv[2]
sys.exit(portal.main(sys.argv[3:]))
"""
# In the place of manage.py: what it was given.
ECHO = """
import json, os, sys
print(json.dumps({"said": sys.argv[1:], "account": os.geteuid(), "groups": os.getgroups(), "folder": os.getcwd(),
                  "manage": os.path.abspath(sys.argv[0]), "environment": dict(os.environ)}))
"""


@pytest.fixture(scope="module")
def script():
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    loader = importlib.machinery.SourceFileLoader("by_hand", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("by_hand", loader))
    loader.exec_module(module)
    sys.dont_write_bytecode = written
    return module


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Of systemd's own tests (src/test/test-env-file.c).
        (
            "a=a\na=b\na=b\na=a\nb=b\\\nc\nd= d\\\ne  \\\nf  \ng=g\\ \nh= h\ni=i\\",
            {"a": "a", "b": "bc", "d": "de  f", "g": "g ", "h": "h", "i": "i"},
        ),
        ("a=a\\\n", {"a": "a"}),
        ("a=\nb=", {"a": "", "b": ""}),
        (
            "a=\\ \\n \\t \\x \\y \\' \nb=\\$'  \nc= ' \\n\\t\\$\\`\\\\\n'   \nd= \" \\n\\t\\$\\`\\\\\n\"   \n",
            {"a": " n t x y '", "b": "$'", "c": " \\n\\t\\$\\`\\\\\n", "d": " \\n\\t$`\\\n"},
        ),
        # What a shell would make something else of.
        ("FROM=Sở Nội vụ <a@b.vn>  \n", {"FROM": "Sở Nội vụ <a@b.vn>"}),
        ("KEY=a$HOME#b&c\n", {"KEY": "a$HOME#b&c"}),
        ("# a\n\n  ;b=1\nexport C=1\nD='x y'\"z\"\n  E = f\n", {"D": "x yz", "E": "f"}),
    ],
)
def test_the_variables_are_read_as_systemd_reads_them(script, text, found):
    assert script.variables(text) == found


@pytest.fixture
def installed(tmp_path):
    """A release that says what it was called with, behind a link; the path of the link and of the variables."""
    release = tmp_path / "releases" / "1"
    (release / ".venv" / "bin").mkdir(parents=True)
    interpreter = release / ".venv" / "bin" / "python"
    # Debian's own: the tests' may be where another account cannot go.
    interpreter.write_text('#!/bin/sh\nexec python3 "$@"\n')
    interpreter.chmod(0o755)
    (release / "manage.py").write_text(ECHO)
    (tmp_path / "current").symlink_to("releases/1")
    (tmp_path / "portal.env").write_text("# Secret\nSECRET_KEY=a $b c\nEMPTY=\n")
    (tmp_path / "portal.env").chmod(0o600)
    # pytest keeps its folders to itself; each process of a run that is shared out has one more.
    for folder in (tmp_path, *takewhile(lambda each: each != Path(tempfile.gettempdir()), tmp_path.parents)):
        folder.chmod(0o755)
    return tmp_path


def _account() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def _say(installed: Path, *command: str, account: str = "", folder: Path | None = None):
    options = ["--release", str(installed / "current"), "--env", str(installed / "portal.env")]
    return subprocess.run(
        [sys.executable, "-c", LOAD, str(SCRIPT), account or _account().pw_name, *options, *command],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:///mine", "TERM": "xterm"},
        cwd=folder or installed,
        capture_output=True,
        text=True,
    )


def test_a_command_runs_as_the_portals_processes_do(installed):
    done = _say(installed, "restore", "a file", "--check", "--env")
    assert done.stderr == ""
    seen = json.loads(done.stdout)
    assert seen["said"] == ["restore", "a file", "--check", "--env"]
    assert seen["account"] == _account().pw_uid
    assert seen["folder"] == str(installed)
    # The release, not the link: another may be put in its place meanwhile.
    assert seen["manage"] == str(installed / "releases" / "1" / "manage.py")
    given = seen["environment"]
    assert given["DJANGO_SETTINGS_MODULE"] == "cms.settings.production"
    assert given["SECRET_KEY"] == "a $b c"
    assert given["TERM"] == "xterm"
    assert "DATABASE_URL" not in given
    if os.geteuid() == 0:
        assert 0 not in seen["groups"]


@pytest.mark.skipif(os.geteuid() != 0, reason="another account is root's to become")
def test_a_folder_that_the_account_may_not_enter_is_left(installed):
    (installed / "mine").mkdir(mode=0o700)
    assert json.loads(_say(installed, "check", folder=installed / "mine").stdout)["folder"] == "/"


def test_what_cannot_be_is_said_in_a_sentence(installed):
    (installed / "current").unlink()
    for done, sentence in (
        (_say(installed, "check"), "portal: [Errno 2] No such file"),
        (_say(installed, "check", account="no-such-account"), "portal: there is no account no-such-account"),
        (_say(installed), "which command?"),
    ):
        assert done.returncode
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr


def _codes() -> list[tuple[str, str]]:
    """Return every line of code in the documents: (document, line)."""
    return [
        (name, line.strip())
        for name, text in DOCS.items()
        for code in (*re.findall(r"```\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text))
        for line in code.splitlines()
    ]


def test_the_documents_commands_exist_and_meet_the_portal_that_serves():
    said = {
        (name, found)
        for name, line in _codes()
        for found in re.findall(r"(?:^|/bin/|&& )portal (?:--\w+ \S+ )*([a-z]\w+)", line)
    }
    assert {
        ("backup.md", "restore"),
        ("upgrading.md", "check_migrations"),
        ("install.md", "createsuperuser"),
    } <= said
    assert {found for _name, found in said} - set(get_commands()) == {"help"}
    # manage.py alone has a developer's settings. In a container it has production's.
    bare = [line for _name, line in _codes() if re.search(r"(?<!python )manage\.py \w", line)]
    assert bare == []


def _block(document: str, first: str) -> str:
    """Return the block of code that has a line beginning like this, without the list's indentation."""
    blocks = re.findall(r"^ *```\n(.*?)```", DOCS[document], re.DOTALL | re.MULTILINE)
    (found,) = [block for block in blocks if re.search(rf"^ *{re.escape(first)}", block, re.MULTILINE)]
    return re.sub(r"^ +", "", found, flags=re.MULTILINE)


@pytest.mark.parametrize("document", ["install.md", "backup.md"])
def test_the_portal_starts_with_the_variables_of_the_documents(script, document, tmp_path):
    given = script.variables(_block(document, "SECRET_KEY="))
    assert given["SECRET_KEY"] == "…"
    given["SECRET_KEY"] = "0123456789" * 6
    for name, value in (("BACKUP_RECIPIENTS", "age1" + "q" * 58), ("AUDIT_LOG", str(tmp_path / "audit.log"))):
        if name in given:
            given[name] = value
    assert problems(given, production=True) == []
    assert set(given) <= {variable.name for variable in VARIABLES}


def test_the_folders_are_the_same_everywhere():
    given = dict(re.findall(r"^([A-Z_]+)=(.*)$", _block("install.md", "SECRET_KEY="), re.MULTILINE))
    for_nginx = dict(re.findall(r"^([A-Z_]+)=(.*)$", (nginx.SOURCE / "portal.env").read_text(), re.MULTILINE))
    assert given["MEDIA_ROOT"] == for_nginx["PORTAL_MEDIA"]
    assert given["STATIC_ROOT"] == for_nginx["PORTAL_STATIC"]
    examples = {variable.name: variable.example for variable in VARIABLES}
    for name in ("MEDIA_ROOT", "STATIC_ROOT", "AUDIT_LOG", "PROMETHEUS_MULTIPROC_DIR"):
        assert given[name] == examples[name]
    assert given["AUDIT_LOG"] in (ROOT / "deploy" / "logrotate").read_text()
    # One folder answers the authority before and after nginx has the portal's configuration.
    assert f"--webroot -w {for_nginx['PORTAL_ACME']} " in DOCS["install.md"]


def test_nginx_is_configured_by_the_documents_own_lines(tmp_path):
    lines = _block("install.md", "set -a").replace("/srv/portal/current", str(ROOT))
    lines = lines.replace("/etc/portal/nginx.env", str(tmp_path / "nginx.env"))
    lines = lines.replace("/etc/nginx/conf.d/portal.conf", str(tmp_path / "portal.conf"))
    lines, last = lines.rstrip("\n").rsplit("\n", 1)
    assert last.endswith("nginx -t && systemctl reload nginx")
    # What an older file does not say has the new version's value.
    (tmp_path / "nginx.env").write_text('PORTAL_NAMES="so.example www.so.example"\n')
    done = subprocess.run(["bash", "-euc", lines], capture_output=True, text=True)
    assert done.stderr == ""
    made = (tmp_path / "portal.conf").read_text()
    assert "server_name so.example www.so.example;" in made
    assert "set $portal_media /srv/portal/var/media;" in made
    assert nginx.names(made) == set()


@pytest.mark.parametrize("document", ["install.md", "upgrading.md", "backup.md"])
def test_the_documents_blocks_are_shell(document):
    blocks = re.findall(r"^ *```\n(.*?)```", DOCS[document], re.DOTALL | re.MULTILINE)
    for block in blocks:
        done = subprocess.run(["bash", "-n"], input=block.replace("…", "x"), capture_output=True, text=True)
        assert done.stderr == "", block
