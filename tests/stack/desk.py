"""The other end of newsroom.py: what its people do is asked for here, and done in the stack's environment."""

import json
import subprocess
import sys
import threading
from typing import Any

from deploy.stack.portal import ROOT, Stack


class Newsroom:
    """``newsroom.publish("…")`` and the like: see newsroom.py."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._lock = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._log = (self._stack.folder / "log" / "newsroom.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.stack.newsroom"],
            env=self._stack.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def __getattr__(self, name: str) -> Any:
        def ask(*args: Any, **named: Any) -> Any:
            with self._lock:
                if self.process.poll() is not None:
                    self.close()
                    self._start()
                assert self.process.stdin is not None
                assert self.process.stdout is not None
                self.process.stdin.write(json.dumps({"do": name, "args": args, "named": named}) + "\n")
                self.process.stdin.flush()
                line = self.process.stdout.readline()
                if not line:
                    self.process.wait(30)
            answer = json.loads(line) if line else {"error": "killed"}
            if "error" in answer:
                raise RuntimeError(answer["error"])
            return answer["value"]

        return ask

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        for stream in (self.process.stdin, self.process.stdout, self._log):
            stream.close()
