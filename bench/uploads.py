"""How long a gallery of thirty photographs takes to upload, and how much memory the server needs for it.

Starts the real application (development settings, a database and folders of its own in a temporary place) in
one process, logs a reporter in and sends thirty JPEGs of twelve megapixels to the gallery's address, two at a
time as the editor's script does. The pictures are drawn, with light, texture and a sensor's noise, because a
smooth drawing would be decoded and packed much faster than a photograph.

``measure()`` returns the figures. "seconds_per_picture" depends on the machine and on what else it does;
"per_decode" is the server's own work as a multiple of what Pillow needs to decode one of the pictures and pack
it again, so it can be compared between machines. Run by itself: ``python -m bench.uploads``.
"""

import io
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path

from PIL import Image, ImageFilter

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 4000, 3000
AT_ONCE = 2  # GalleryUpload.AT_ONCE in static/js/gallery-upload.js
_MAKE_REPORTER = """
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
user = get_user_model().objects.create_user("do-tai-len", "do@example.com", {password!r})
user.groups.add(Group.objects.get(name="Phóng viên"))
"""


def photograph(number: int) -> bytes:
    """Return a JPEG of twelve megapixels with about the bytes of a phone's: 3 MB."""
    light = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    tint = 90 + 5 * number % 120
    plain = Image.merge("RGB", (light, light.point(lambda value: (value + tint) // 2), light.rotate(180)))
    coarse = Image.effect_noise((WIDTH // 16, HEIGHT // 16), 90).resize(
        (WIDTH, HEIGHT), Image.Resampling.BICUBIC
    )
    grain = Image.effect_noise((WIDTH, HEIGHT), 22).filter(ImageFilter.GaussianBlur(0.6))
    textured = Image.blend(plain, Image.merge("RGB", (coarse,) * 3), 0.35)
    picture = Image.blend(textured, Image.merge("RGB", (grain,) * 3), 0.4)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    return written.getvalue()


def measure(pictures: int = 30) -> dict[str, float]:
    """Upload that many pictures to a server of our own and return what it took.

    Returns:
        ``pictures``, ``megabytes_each``, ``seconds_per_picture`` (wall time of the whole upload divided by
        the number), ``slowest_answer`` in seconds, ``processor_seconds_per_picture`` that the server worked,
        ``per_decode`` (see above), ``peak_memory_mb`` of the server's process, ``idle_memory_mb`` before the
        first picture.

    Raises:
        RuntimeError: the server did not start, or did not take a picture.
    """
    files = [photograph(number) for number in range(pictures)]
    plain = _seconds_to_decode_and_pack(files[0])
    with tempfile.TemporaryDirectory() as folder:
        environment = _environment(Path(folder))
        password = secrets.token_urlsafe(12)
        for arguments in (
            ("migrate", "-v0"),
            ("setup_portal",),
            ("shell", "-v0", "-c", _MAKE_REPORTER.format(password=password)),
        ):
            _manage(environment, *arguments)
        port = _free_port()
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            browser = _Browser(f"http://127.0.0.1:{port}", password)
            idle = _peak_memory(server.pid)
            worked = _processor_seconds(server.pid)
            began = time.perf_counter()
            with ThreadPoolExecutor(AT_ONCE) as people:
                answers = list(people.map(browser.upload, range(pictures), files))
            seconds = time.perf_counter() - began
            worked = _processor_seconds(server.pid) - worked
            peak = _peak_memory(server.pid)
        finally:
            server.terminate()
            server.wait()
    return {
        "pictures": pictures,
        "megabytes_each": round(sum(map(len, files)) / pictures / 1e6, 2),
        "seconds_per_picture": round(seconds / pictures, 2),
        "slowest_answer": round(max(answers), 2),
        "processor_seconds_per_picture": round(worked / pictures, 2),
        "per_decode": round(worked / pictures / plain, 2),
        "peak_memory_mb": peak,
        "idle_memory_mb": idle,
    }


class _Browser:
    """A reporter who is logged in."""

    def __init__(self, address: str, password: str):
        self.address = address
        cookies = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
        login = self._open_when_ready(f"{address}/quan-tri/login/")
        form = {"username": "do-tai-len", "password": password, "csrfmiddlewaretoken": _token(login)}
        self.opener.open(f"{address}/quan-tri/login/", urllib.parse.urlencode(form).encode())
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in cookies)
        self.csrf = next(cookie.value for cookie in cookies if "csrf" in cookie.name) or ""

    def upload(self, number: int, data: bytes) -> float:
        """Send a picture; return the seconds until the answer."""
        border = secrets.token_hex(16)
        head = f'Content-Disposition: form-data; name="file"; filename="IMG_{number:04}.jpg"'
        body = f"--{border}\r\n{head}\r\nContent-Type: image/jpeg\r\n\r\n".encode()
        request = urllib.request.Request(
            f"{self.address}/quan-tri/thu-vien-anh/tai-len/",
            body + data + f"\r\n--{border}--\r\n".encode(),
            {
                "Content-Type": f"multipart/form-data; boundary={border}",
                "Cookie": self.cookie,
                "X-CSRFToken": self.csrf,
                "X-Requested-With": "XMLHttpRequest",
            },
        )
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                described = json.load(answer)
        except (urllib.error.URLError, ValueError) as error:
            raise RuntimeError(f"picture {number} was not taken: {error}") from error
        if described["known"]:
            raise RuntimeError(f"picture {number} is another's double: nothing was measured")
        return time.perf_counter() - began

    def _open_when_ready(self, address: str, seconds: int = 60) -> str:
        until = time.monotonic() + seconds
        while True:
            try:
                return self.opener.open(address, timeout=10).read().decode()
            except OSError as error:
                if time.monotonic() > until:
                    raise RuntimeError("the server did not start") from error
                time.sleep(0.3)


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("the login page has no token")
    return found.group(1)


def _seconds_to_decode_and_pack(data: bytes) -> float:
    began = time.process_time()
    Image.open(io.BytesIO(data)).convert("RGB").save(io.BytesIO(), "JPEG", quality=88)
    return time.process_time() - began


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
    }


def _manage(environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]}: {done.stderr[-500:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def _processor_seconds(process: int) -> float:
    """Return the seconds that a process has worked, in its own code and in the kernel (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_memory(process: int) -> int:
    """Return the most megabytes that a process has held at once (Linux: VmHWM)."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) // 1024


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
