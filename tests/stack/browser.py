"""Somebody at a desk with a session: the newsroom's own forms, posted through nginx."""

import re
from collections.abc import Mapping

import requests

from deploy.stack.portal import Stack

PATIENCE = 60  # seconds for one answer
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_SHOWN = re.compile(r'name="token"[^>]*value="([^"]+)"')


class Browser:
    """One person's session. Used by one thread at a time.

    Args:
        stack: the running portal.
        cookies: of a session (``newsroom.session``).
    """

    def __init__(self, stack: Stack, cookies: Mapping[str, str]) -> None:
        self._origin = stack.address
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = str(stack.certificate)
        self._session.cookies.update(cookies)
        self._session.headers.update({"Accept": "text/html", "Sec-Fetch-Dest": "document"})

    def ask(self, path: str) -> str:
        """Return a page. Raises AssertionError unless it is answered with 200, at that very address."""
        answer = self._session.get(self._origin + path, timeout=PATIENCE, allow_redirects=False)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {sentence(answer.text)}"
        return answer.text

    def post(self, path: str, data: Mapping[str, str], page: str) -> requests.Response:
        """Post a form of ``page``; a redirect is not followed."""
        token = _TOKEN.search(page)
        assert token, f"{path}: the page has no form"
        return self._session.post(
            self._origin + path,
            {**data, "csrfmiddlewaretoken": token[1]},
            headers={"Referer": self._origin + path},
            timeout=PATIENCE,
            allow_redirects=False,
        )

    def save(self, page_id: int, data: Mapping[str, str], page: str) -> requests.Response:
        """Post the editor's form; ``page`` is the editor as it was opened."""
        return self.post(editor(page_id), data, page)

    def sign(self, page_id: int, page: str) -> requests.Response:
        """Sign what ``page``, the review's screen, shows."""
        shown = _SHOWN.search(page)
        assert shown, f"nothing to sign: {sentence(page)}"
        return self.post(review(page_id), {"act": "sign", "token": shown[1]}, page)


def editor(page_id: int) -> str:
    return f"/quan-tri/pages/{page_id}/edit/"


def review(page_id: int) -> str:
    return f"/quan-tri/duyet/{page_id}/"


def sentence(page: str) -> str:
    """Return what a page says to whoever posted a form: its messages and its fields' errors, for a report."""
    said = re.findall(
        r'<(?:li|p)[^>]* class="[^"]*\b(?:error|warning|error-message)\b[^"]*"[^>]*>(.*?)</(?:li|p)>',
        page,
        re.DOTALL,
    )
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", " ".join(dict.fromkeys(said))).split())[:200]
