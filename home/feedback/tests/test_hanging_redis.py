"""A Redis that hangs: readers are answered all the same, and one of them waits for it, not each."""

import socket
import time

import pytest
from django.test import override_settings
from django.urls import reverse

from cms.caching import backends
from cms.caching.tests.test_backends import OPTIONS, PATIENCE, address_of, times_asked
from home.feedback.models import Letter, Usefulness
from news.models import DailyViews

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def silent(settings, monkeypatch):
    monkeypatch.setattr(backends, "_left_alone_until", {})
    with socket.create_server(("127.0.0.1", 0)) as server:
        hanging = {
            "BACKEND": "cms.caching.backends.StrictRedisCache",
            "LOCATION": address_of(server),
            **OPTIONS,
        }
        with override_settings(CACHES={**settings.CACHES, "readers": hanging}):
            yield server


def asks(reader, story, filled):
    """What readers send that is counted, each with what it is answered."""
    number = [story.pk]
    rating, letter = reverse("rate_story", args=number), reverse("report_error", args=number)
    return {
        "a beacon": (204, lambda: reader.post(reverse("view_beacon", args=number))),
        "a rating": (302, lambda: reader.post(rating, {"useful": "yes"})),
        "a rating by the script": (
            200,
            lambda: reader.post(rating, {"useful": "no"}, headers={"accept": "application/json"}),
        ),
        "a letter about a story": (302, lambda: reader.post(letter, filled())),
        "a letter": (302, lambda: reader.post(reverse("contact"), filled(subject="Hỏi", name="An"))),
        "the data": (200, lambda: reader.get("/api/v2/trang/")),
    }


def test_everybody_is_answered_and_one_waits(reader, published, filled, request):
    story = published()
    reader.get(story.url)
    silent = request.getfixturevalue("silent")
    took = {}
    for name, (status, ask) in asks(reader, story, filled).items():
        began = time.monotonic()
        assert ask().status_code == status, name
        took[name] = time.monotonic() - began
    assert times_asked(silent) == 1
    assert took.pop("a beacon") >= PATIENCE
    # Letters are stored, limits and counts wait for a Redis that answers.
    assert Letter.objects.count() == 2
    assert not Usefulness.objects.exists()
    assert not DailyViews.objects.exists()


@pytest.mark.parametrize("name", ["a beacon", "a rating", "a letter", "the data"])
def test_whoever_asks_first_is_answered(reader, published, filled, request, name):
    story = published()
    request.getfixturevalue("silent")
    status, ask = asks(reader, story, filled)[name]
    assert ask().status_code == status
