"""The beacon: a person counts once in the window, nobody is known, and nothing is told."""

import pytest
from django.core.cache import caches
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from news.counting import counter, reader
from news.models import DailyViews, ViewCount
from news.tests.counting.test_agents import CHROME

pytestmark = pytest.mark.django_db
OTHER_BROWSER = CHROME.replace("140", "139")


def read(client, story_id, **headers):
    """Send the beacon as a browser does; return the answer."""
    headers = {"user-agent": CHROME, "sec-fetch-site": "same-origin", **headers}
    return client.post(f"/luot-xem/{story_id}", b"", content_type="text/plain", headers=headers)


def counts(story) -> tuple[int, int]:
    """Return what was counted: the day's number and the total."""
    today = DailyViews.objects.filter(story_id=story.pk, day=timezone.localdate())
    total = ViewCount.objects.filter(story_id=story.pk).values_list("total", flat=True).first()
    return sum(today.values_list("views", flat=True)), total or 0


@pytest.fixture
def story(published):
    return published()


def test_a_reading_counts_for_the_day_and_in_all(client, story):
    ViewCount.objects.create(story_id=story.pk, total=24)
    response = read(client, story.pk)
    assert (response.status_code, response.content, response.cookies) == (204, b"", {})
    assert counts(story) == (1, 25)


def test_a_reader_counts_once_in_the_window(client, story, time_machine):
    now = timezone.now().replace(hour=3)  # ten in the morning in Vietnam
    time_machine.move_to(now)
    for _time in range(3):
        read(client, story.pk)
    assert counts(story) == (1, 1)
    time_machine.move_to(now + timezone.timedelta(seconds=counter.WINDOW + 1))
    read(client, story.pk)
    assert counts(story) == (2, 2)


def test_others_count_for_themselves(client, story):
    read(client, story.pk)
    read(client, story.pk, **{"user-agent": OTHER_BROWSER})
    client.post(f"/luot-xem/{story.pk}", headers={"user-agent": CHROME}, REMOTE_ADDR="203.0.113.9")
    assert counts(story) == (3, 3)


def test_another_story_counts_for_itself(client, published):
    first, second = published(), published()
    read(client, first.pk)
    read(client, second.pk)
    assert (counts(first), counts(second)) == ((1, 1), (1, 1))


def test_machines_other_sites_and_the_newsroom_do_not_count(client, story, reporter):
    read(client, story.pk, **{"user-agent": "Googlebot/2.1"})
    read(client, story.pk, **{"user-agent": ""})
    read(client, story.pk, **{"sec-fetch-site": "cross-site"})
    read(client, story.pk, **{"sec-fetch-site": "same-site"})
    client.force_login(reporter)
    read(client, story.pk)
    assert counts(story) == (0, 0)
    client.logout()
    read(client, story.pk)
    assert counts(story) == (1, 1)


def test_what_is_not_public_does_not_count_and_answers_alike(client, hidden, published):
    public = published()
    answers = {name: read(client, page.pk) for name, page in hidden.items()}
    answers |= {str(number): read(client, number) for number in (0, 999_999, 2**31, 10**30)}
    answers["public"] = read(client, public.pk)
    for answer in answers.values():
        del answer["X-Request-ID"]  # each request's own
    said = {
        (answer.status_code, answer.content, tuple(sorted(answer.items()))) for answer in answers.values()
    }
    assert len(said) == 1
    assert list(DailyViews.objects.values_list("story_id", flat=True)) == [public.pk]


@pytest.mark.parametrize("path", ["", "abc", "-1", "1/2", "%00", "1" * 5000])
def test_an_address_that_is_none_is_no_fault(client, portal, path):
    assert client.post(f"/luot-xem/{path}").status_code in (204, 301, 403, 404, 405)


def test_only_a_post_counts(client, story):
    assert client.get(f"/luot-xem/{story.pk}", headers={"user-agent": CHROME}).status_code == 405
    assert counts(story) == (0, 0)


def test_it_needs_no_token_and_reads_no_body(story):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = client.post(
        f"/luot-xem/{story.pk}",
        b'{"story": 1, "count": 1000000}' + b" " * 100_000,
        content_type="application/json",
        headers={"user-agent": CHROME},
    )
    assert response.status_code == 204
    assert counts(story) == (1, 1)


def test_too_many_a_minute_are_not_counted(client, story, published, monkeypatch):
    monkeypatch.setattr(counter, "MOST_A_MINUTE", 2)
    others = [published(), published()]
    for page in (story, *others):
        read(client, page.pk)
    assert [counts(page)[0] for page in (story, *others)] == [1, 1, 0]


def test_an_address_has_its_limit_whatever_the_browser_is_called(client, story, published, monkeypatch):
    monkeypatch.setattr(counter, "MOST_A_MINUTE_OF_AN_ADDRESS", 4)
    for number in range(10):
        read(client, story.pk, **{"user-agent": f"{CHROME} {number}"})
    assert counts(story) == (4, 4)
    # Whoever reads at another address is not held up by it.
    client.post(f"/luot-xem/{story.pk}", headers={"user-agent": CHROME}, REMOTE_ADDR="203.0.113.9")
    assert counts(story) == (5, 5)


def test_one_reader_beyond_its_limit_takes_nothing_from_its_neighbours(client, story, monkeypatch):
    monkeypatch.setattr(counter, "MOST_A_MINUTE", 2)
    monkeypatch.setattr(counter, "MOST_A_MINUTE_OF_AN_ADDRESS", 3)
    for _time in range(10):
        read(client, story.pk)
    read(client, story.pk, **{"user-agent": OTHER_BROWSER})
    assert counts(story) == (2, 2)


def test_a_counted_reading_costs_three_statements_and_a_repeated_one_none(
    client, story, django_assert_num_queries
):
    read(client, story.pk, **{"user-agent": OTHER_BROWSER})  # what Django looks up once in a process
    # Within a test's own transaction the beginning and the end of this one are statements, too.
    with django_assert_num_queries(3 + 2, info="visible, the day, the total"):
        read(client, story.pk)
    with django_assert_num_queries(0):
        read(client, story.pk)


def test_neither_address_nor_browser_is_stored(client, story):
    read(client, story.pk, **{"user-agent": CHROME})
    kept = repr(caches["readers"]._cache)  # what the cache in memory holds, packed
    assert kept
    assert "127.0.0.1" not in kept
    assert "Mozilla" not in kept
    assert set(DailyViews._meta.get_fields()) == {
        DailyViews._meta.get_field(name) for name in ("id", "story", "day", "views")
    }


def test_tomorrow_nobody_can_tell_who_read_today(rf, time_machine):
    now = timezone.now().replace(hour=3)
    time_machine.move_to(now)
    request = rf.post("/luot-xem/1", headers={"user-agent": CHROME})
    today = timezone.localdate()
    first = reader.reader_hash(request, "1")
    assert first == reader.reader_hash(request, "1")
    assert first != reader.reader_hash(request, "2")
    time_machine.move_to(now + timezone.timedelta(days=1, hours=1))
    assert first != reader.reader_hash(request, "1")
    assert first != reader.reader_hash(request, "1", today), "the key of yesterday is forgotten"


@pytest.mark.parametrize(
    ("behind_proxy", "meta", "expected"),
    [
        (False, {"REMOTE_ADDR": "203.0.113.7"}, "203.0.113.7"),
        # Without a proxy anybody can say anything.
        (False, {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "1.2.3.4"}, "203.0.113.7"),
        (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7"}, "203.0.113.7"),
        (True, {"REMOTE_ADDR": "127.0.0.1"}, "127.0.0.1"),
        (True, {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": "x" * 9000}, "x" * 64),
        (False, {"REMOTE_ADDR": "2001:db8:1:2:aaaa:bbbb:cccc:dddd"}, "2001:db8:1:2::"),
        (False, {"REMOTE_ADDR": "::ffff:203.0.113.7"}, "203.0.113.7"),
        (False, {}, ""),
    ],
)
def test_whose_address_it_is(rf, settings, behind_proxy, meta, expected):
    settings.BEHIND_PROXY = behind_proxy
    request = rf.post("/")
    request.META.pop("REMOTE_ADDR")
    request.META.update(meta)
    assert reader.client_address(request) == expected


@pytest.mark.parametrize("error", [DatabaseError("locked"), RedisGone("gone"), OSError("no route")])
def test_a_fault_answers_the_same_and_the_reader_counts_later(client, story, monkeypatch, error, caplog):
    def fail(*args):
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(counter, "add_reading", fail)
        assert read(client, story.pk).status_code == 204
    assert "not counted" in caplog.text
    assert counts(story) == (0, 0)
    read(client, story.pk)
    assert counts(story) == (1, 1)


def test_the_page_brings_the_beacon_and_a_preview_does_not(client, story, rf, reporter):
    page = client.get(story.url).content.decode()
    assert f'data-address="{reverse("view_beacon", args=[story.pk])}"' in page
    preview = story.make_preview_request(preview_mode=story.default_preview_mode)
    preview.render() if hasattr(preview, "render") else None
    assert "luot-xem" not in preview.content.decode()


def test_the_script_is_small():
    from django.contrib.staticfiles import finders

    with open(finders.find("js/beacon.js"), "rb") as script:
        assert len(script.read()) < 512
