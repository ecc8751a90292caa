"""Plain processes: started with a log of their own, waited for, ended by their process id."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

_PATIENCE = 60.0


class NotStarted(RuntimeError):
    """A process ended at once, or does not answer."""


def free_port() -> int:
    """Return a port of the loopback interface on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether somebody listens on that port of the loopback interface."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], seconds: float = _PATIENCE, every: float = 0.1) -> bool:
    """Wait for a condition, at the most so many seconds; tell whether it came true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(every)
    return condition()


class Service:
    """One process of the stack: how it is started, and the process while it runs.

    Args:
        name: also the name of its log.
        command: program and arguments.
        log: the file to which it writes; appended to.
        environment: its whole environment.
        port: on which it answers when it is ready; 0 if it has none.
        account: run as this account of the machine; None: as whoever starts it.
        stop_signal: what ends it properly.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        log: Path,
        environment: Mapping[str, str],
        folder: Path,
        port: int = 0,
        account: str | None = None,
        stop_signal: int = signal.SIGTERM,
    ) -> None:
        self.name, self.command, self.log, self.port = name, list(command), log, port
        self._environment, self._folder, self._account = dict(environment), folder, account
        self._stop_signal = stop_signal
        self.process: subprocess.Popen | None = None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self, *, wait: bool = True) -> None:
        """Start it; with ``wait``, return when it answers."""
        if self.running:
            return
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self._environment,
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._account,
                # A group of its own: with it its children end, and Ctrl-C reaches the stack alone.
                start_new_session=True,
            )
        if wait and self.port:
            self.wait()

    def wait(self) -> None:
        """Return when it answers on its port."""
        if not wait_until(lambda: answers(self.port) or not self.running) or not self.running:
            raise NotStarted(f"{self.name} does not answer:\n{self.log.read_text()[-3000:]}")

    def ended(self) -> int:
        """Wait until it has ended by itself; returns its exit status."""
        assert self.process is not None
        return self.process.wait()

    def tell_to_stop(self) -> None:
        """Ask it to end and do not wait for it."""
        if self.running:
            assert self.process is not None
            self.process.send_signal(self._stop_signal)

    def stop(self, seconds: float = 40) -> None:
        """End it properly, as a machine does that is shut down."""
        if not self.running:
            return
        assert self.process is not None
        self.tell_to_stop()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it and its children at once (kill -9): nothing is tidied up."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def restart(self) -> None:
        self.stop()
        self.start()
