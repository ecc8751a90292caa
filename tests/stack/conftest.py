"""The whole portal behind nginx, started once for these tests (``make test-stack``)."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from deploy.stack.portal import Stack
from deploy.stack.processes import wait_until

from .desk import Newsroom
from .mailbox import Mailbox

HERE = Path(__file__).parent
MEDIA_BYTES = 48 * 1024 * 1024


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if HERE in Path(str(item.fspath)).parents:
            item.add_marker(pytest.mark.stack)


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """A mail server on loopback that keeps what it gets."""
    with Mailbox() as box:
        yield box


@pytest.fixture(scope="session")
def stack(mailbox: Mailbox) -> Iterator[Stack]:
    """The stack; its media folder is a small disk of its own where the tests may mount one."""
    with tempfile.TemporaryDirectory(prefix="portal-stack-") as folder:
        media = Path(folder) / "media"
        media.mkdir()
        mounted = _mount_small_disk(media)
        portal = Stack(Path(folder), {"EMAIL_URL": f"smtp://127.0.0.1:{mailbox.port}", "EMAIL_TIMEOUT": "5"})
        portal.small_disk = mounted  # type: ignore[attr-defined]
        try:
            portal.start()
            yield portal
        finally:
            portal.stop()
            if mounted:
                subprocess.run(["umount", str(media)], check=True)


def _mount_small_disk(folder: Path) -> bool:
    if os.geteuid() != 0:
        return False
    size = f"size={MEDIA_BYTES},mode=755"
    return subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]).returncode == 0


@pytest.fixture(scope="session")
def newsroom(stack: Stack) -> Iterator[Newsroom]:
    """People who write, sign and take down in the running stack."""
    room = Newsroom(stack)
    room.people()
    yield room
    room.close()


@pytest.fixture(autouse=True)
def _whole(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test everything runs again, whatever the test broke."""
    yield
    if "stack" in request.fixturenames:
        stack = request.getfixturevalue("stack")
        for service in stack.services.values():
            service.start(wait=False)
        for service in stack.services.values():
            if service.port:
                service.wait()
        # nginx passes an application over for two seconds after it failed.
        assert wait_until(lambda: _login_answers(stack), 60)


@pytest.fixture
def calm(stack: Stack) -> None:
    """Let nginx's cache be emptied by whoever publishes alone: what was read afterwards stays kept.

    The purger would empty it again 5 and 65 seconds after a change, that of an earlier test, too.
    """
    stack.services["purger"].stop()


def _login_answers(stack: Stack) -> bool:
    address = f"{stack.address}/quan-tri/login/"
    return requests.get(address, verify=str(stack.certificate), timeout=40).status_code == 200


@pytest.fixture
def get(stack: Stack) -> Any:
    """Ask as a reader: ``get("/")`` gives the answer. Each call is a new connection, as of a new reader."""

    def ask(path: str, **options: Any) -> requests.Response:
        return requests.get(
            stack.address + path,
            verify=str(stack.certificate),
            timeout=options.pop("timeout", 40),
            allow_redirects=False,
            **options,
        )

    return ask


@pytest.fixture
def becomes(get: Any) -> Any:
    """``becomes("/path/", 410, within=10)``: wait until a reader gets that status; tell whether it came."""

    def wait(path: str, *statuses: int, within: float) -> bool:
        return wait_until(lambda: get(path).status_code in statuses, within)

    return wait
