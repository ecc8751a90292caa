"""What every answer tells the browser: one table over the kinds of answers, and the names of the cookies."""

import os
import subprocess
import sys
from typing import Any

import pytest
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cms import headers
from cms.workflow.tests.desk import as_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
}
PUBLIC = build_policy(config=settings.CONTENT_SECURITY_POLICY["DIRECTIVES"])
ADMIN = build_policy(config=settings.ADMIN_CONTENT_SECURITY_POLICY["DIRECTIVES"])


def policy_of(answer: Any) -> set[str]:
    return directives(answer.headers["Content-Security-Policy"])


def directives(policy: str) -> set[str]:
    """Return the directives of a policy: django-csp writes them in any order."""
    return set(policy.split("; "))


# By a name: status, address, policy, who may embed it.
KINDS = {
    "a page": (200, lambda story: story.get_url(), PUBLIC, "same-origin"),
    "the search": (200, lambda story: "/tim-kiem/?q=hoi+nghi", PUBLIC, "same-origin"),
    "a form": (200, lambda story: reverse("contact"), PUBLIC, "same-origin"),
    "not found": (404, lambda story: "/khong-co/", PUBLIC, "same-origin"),
    "a picture that is not there": (404, lambda story: "/media/khong-co.webp", PUBLIC, "cross-origin"),
    "a redirect": (301, lambda story: story.get_url().rstrip("/"), PUBLIC, "same-origin"),
    "the data": (200, lambda story: "/api/v2/trang/", PUBLIC, "same-origin"),
    "a feed": (200, lambda story: "/rss/", PUBLIC, "same-origin"),
    "a calendar": (200, lambda story: "/lich/hoi-nghi.ics", PUBLIC, "same-origin"),
    "a sitemap": (200, lambda story: "/sitemap.xml", PUBLIC, "same-origin"),
    "a refused method": (405, lambda story: reverse("contact_thanks"), PUBLIC, "same-origin"),
    "the login": (200, lambda story: reverse("wagtailadmin_login"), ADMIN, "same-origin"),
    "the admin": (200, lambda story: reverse("wagtailadmin_home"), ADMIN, "same-origin"),
    "the admin's redirect": (302, lambda story: reverse("wagtailadmin_explore_root"), ADMIN, "same-origin"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_has_the_headers(kind, published, chief):
    status, where, policy, embedded = KINDS[kind]
    # A report, for without one there is no calendar.
    story = published(title="Bài công khai", conference=True)
    client = as_user(chief) if kind.startswith("the admin") else Client()
    method = client.put if kind == "a refused method" else client.get
    answer = method(where(story))
    assert answer.status_code == status
    # What somebody searches for goes along to no other address.
    expected = ALWAYS | ({"Referrer-Policy": "strict-origin"} if kind == "the search" else {})
    assert {name: answer.headers.get(name) for name in expected} == expected
    assert policy_of(answer) == directives(policy)
    assert answer.headers["Cross-Origin-Resource-Policy"] == embedded
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Content-Security-Policy-Report-Only" not in answer.headers


def test_a_fault_has_them_too(monkeypatch, portal):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("home.models.HomePage.serve", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
    assert policy_of(answer) == directives(PUBLIC)


def test_what_the_page_cache_kept_has_them_too(published, settings):
    settings.PAGE_CACHE_SECONDS = 60
    story = published(title="Bài công khai")
    first, second = (Client().get(story.get_url()) for _time in range(2))
    for answer in (first, second):
        assert policy_of(answer) == directives(PUBLIC)
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_readers_get_nothing_inline_and_nothing_from_elsewhere():
    for policy in (PUBLIC, ADMIN):
        assert "unsafe-eval" not in policy
        assert "http" not in policy
        assert "report" not in policy
        assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in PUBLIC
    assert "default-src 'none'" in PUBLIC


def test_pictures_may_come_from_the_storage_of_the_settings_alone():
    for policy in (headers.public_policy("https://kho.example"), headers.admin_policy("https://kho.example")):
        assert [name for name, sources in policy.items() if "https://kho.example" in sources] == ["img-src"]


def test_an_answer_may_say_itself_who_embeds_it():
    def answer(request):
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    said = headers.SecurityHeadersMiddleware(answer)(RequestFactory().get("/"))
    assert said.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


PRODUCTION = """
import django; django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
ask, guard = RequestFactory(headers={"host": "portal.example"}), SecurityMiddleware(lambda request: HttpResponse())
print(guard(ask.get("/", secure=True)).headers["Strict-Transport-Security"])
print(guard(ask.get("/tin/")).headers["Location"])
for of in ("SESSION", "CSRF"):
    print(*(getattr(settings, f"{of}_COOKIE_{part}") for part in ("NAME", "SECURE", "PATH", "DOMAIN", "SAMESITE")))
print(settings.SESSION_COOKIE_HTTPONLY)
"""


def test_production_insists_on_tls_and_on_cookies_of_this_host():
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.production",
        "SECRET_KEY": "x0" * 40,
        "ALLOWED_HOSTS": "portal.example",
        "BASE_URL": "https://portal.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "EMAIL_URL": "smtp://127.0.0.1",
        "DEFAULT_FROM_EMAIL": "toasoan@portal.example",
        "REDIS_URL": "none",
        "AUDIT_LOG": "none",
        "SECURE_HSTS_SECONDS": "",
    }
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRODUCTION], capture_output=True, text=True, env=environment
    )
    assert said.stdout.splitlines() == [
        "max-age=31536000; includeSubDomains; preload",
        "https://portal.example/tin/",
        "__Host-session True / None Lax",
        "__Host-csrf True / None Lax",
        "True",
    ], said.stderr[-2000:]
