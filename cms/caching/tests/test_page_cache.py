"""The page cache on real pages: what readers get is what is public, and who is logged in gets it fresh."""

import gzip
import socket
import time
from contextlib import suppress
from unittest import mock

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from cms.caching import generation, rules
from cms.workflow import service
from cms.workflow.models import TakeDown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache_on(settings):
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def story(published):
    return published(title="Tập huấn công tác lưu trữ")


def queries_of(client, address: str):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    return response, len(captured)


def test_the_second_reader_costs_no_query(client, story):
    first, cost = queries_of(client, story.url)
    second, nothing = queries_of(client, story.url)
    assert first.content == second.content
    assert b"T\xe1\xba\xadp hu\xe1\xba\xa5n" in second.content
    assert cost > 1
    assert nothing == 0


def test_what_social_networks_add_makes_no_second_copy(client, story):
    client.get(story.url)
    _response, cost = queries_of(client, story.url + "?utm_source=zalo&fbclid=x")
    assert cost == 0


def test_unknown_parameters_are_not_kept(client, story):
    client.get(story.url + "?la=1")
    _response, cost = queries_of(client, story.url + "?la=1")
    assert cost > 1


def test_what_a_page_does_not_read_takes_no_place(client, story):
    """Another page reads it: by itself one story would have a place for each page and each year."""
    for query in ("trang=2", "nam=2026", "p=2", "trang=2&nam=2026"):
        client.get(f"{story.url}?{query}")
    assert not [name for name in caches["pages"]._cache if not name.endswith("building")]
    client.get("/tin-tuc-su-kien/?trang=2&nam=2026")
    assert len([name for name in caches["pages"]._cache if not name.endswith("building")]) == 1


def test_a_take_down_is_seen_at_once(client, story, chief):
    assert client.get(story.url).status_code == 200
    service.take_down(story.pk, chief, TakeDown.Kind.MISTAKE, "Đăng nhầm văn bản chưa ban hành.")
    gone = client.get(story.url)
    assert gone.status_code == 410
    assert "Tập huấn".encode() not in gone.content
    assert client.get(story.url).status_code == 410


def test_a_new_story_is_on_the_home_page_at_once(client, portal, published):
    client.get("/")
    published(title="Tin vừa ký xong")
    assert "Tin vừa ký xong" in client.get("/").content.decode()


def test_an_address_that_becomes_a_page_is_found_at_once(
    client, published, make_story, reporter, chief, publish
):
    story = make_story(reporter, title="Sắp có bài")
    address = story.get_url() or f"/tin-tuc-su-kien/{story.slug}/"
    assert client.get(address).status_code == 404
    publish(story, reporter, chief)
    assert client.get(address).status_code == 200


def test_settings_are_seen_at_once(client, portal):
    from home.models import PortalSettings

    client.get("/")
    settings = PortalSettings.for_site(portal.site)
    settings.agency_name = "Sở Nội vụ tỉnh Thử Nghiệm"
    settings.save()
    assert "Sở Nội vụ tỉnh Thử Nghiệm" in client.get("/").content.decode()


def test_who_is_logged_in_is_never_answered_from_the_cache_and_fills_it_with_nothing(story, reporter):
    person = Client()
    person.force_login(reporter)
    response, cost = queries_of(person, story.url)
    assert cost > 1
    assert response["Cache-Control"] == rules.PRIVATE
    _response, cost = queries_of(person, story.url)
    assert cost > 1
    _response, cost = queries_of(Client(), story.url)
    assert cost > 1


def test_what_browsers_and_proxies_are_told(client, story):
    response = client.get(story.url)
    assert response["Cache-Control"] == rules.PUBLIC
    assert not response.cookies
    assert response["Vary"] == "Accept-Encoding"
    again = client.get(story.url, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == rules.PUBLIC


def test_pages_go_out_packed_to_those_who_unpack(client, story):
    plain = client.get(story.url)
    for _time in range(2):
        packed = client.get(story.url, headers={"accept-encoding": "gzip, br"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 2


def test_head_has_no_body_and_spoils_nothing(client, story):
    assert client.head(story.url).status_code == 200
    assert client.get(story.url).content.startswith(b"<!DOCTYPE html>")


def test_the_admin_is_nobodys_to_keep(client, portal):
    response = client.get("/quan-tri/login/")
    assert "public" not in response.get("Cache-Control", "")


def test_another_host_has_pages_of_its_own(client, story, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    client.get(story.url)
    _response, cost = queries_of(Client(headers={"host": "other.example"}), story.url)
    assert cost > 1


def test_a_host_that_is_not_ours_is_refused(client, story):
    client.get(story.url)
    assert Client(headers={"host": "evil.example"}).get(story.url).status_code == 400


@pytest.fixture
def database_away(monkeypatch):
    """From now on the database does not answer, so many seconds after it was asked last."""

    def go(seconds: float) -> None:
        monkeypatch.setattr(generation, "REMEMBERED", 0)
        asked = generation._known.asked_at
        monkeypatch.setattr(generation.time, "monotonic", lambda: asked + seconds)
        failing = mock.Mock(side_effect=DatabaseError("away"))
        monkeypatch.setattr(generation.Generation.objects, "values_list", failing)
        monkeypatch.setattr("wagtail.models.Site.find_for_request", failing)

    return go


def test_while_the_database_is_away_readers_read_on(client, story, database_away):
    client.get(story.url)
    database_away(2)
    for _time in range(3):
        response = client.get(story.url)
        assert response.status_code == 200
        assert "Tập huấn" in response.content.decode()


def test_a_process_that_was_idle_before_does_not_know_what_was_taken_down(client, story, database_away):
    client.raise_request_exception = False
    client.get(story.url)
    database_away(generation.TRUSTED + 1)
    for _time in range(3):
        assert client.get(story.url).status_code == 500


def test_a_publication_leaves_no_old_copies_behind(client, story, published):
    client.get(story.url)
    places = len(caches["pages"]._cache)
    published(title="Tin khác")
    client.get(story.url)
    assert len(caches["pages"]._cache) == places


@pytest.mark.parametrize("address", ["/khong-co/", "/?trang=abc", "/?nam=9999", "/?trang=4000"])
def test_what_a_stranger_thinks_up_takes_no_place(client, portal, address):
    client.get(address)
    assert len(caches["pages"]._cache) == 0


def test_a_preview_is_never_answered_from_the_cache(client, story, reporter):
    client.get(story.url)
    draft = story.get_latest_revision_as_object()
    draft.title = "Tiêu đề chưa ai duyệt"
    response = draft.make_preview_request()
    assert "Tiêu đề chưa ai duyệt" in response.content.decode()
    assert "Tiêu đề chưa ai duyệt" not in client.get(story.url).content.decode()


def test_without_redis_pages_are_built_and_one_line_is_logged(client, story, settings, caplog, monkeypatch):
    """Nothing listens on that port."""
    away = {"BACKEND": "cms.caching.backends.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    monkeypatch.setattr("cms.caching.backends.ForgivingRedisCache._said_at", float("-inf"))
    with override_settings(CACHES={**settings.CACHES, "default": away, "pages": away}):
        for _time in range(2):
            assert client.get(story.url).status_code == 200
    assert len([record for record in caplog.records if record.name == "cms.caching.backends"]) == 1


def test_a_redis_that_hangs_is_waited_for_once(client, story, settings, monkeypatch):
    """It takes the connection and says nothing, as behind a network that drops packets."""
    monkeypatch.setattr("cms.caching.backends.ForgivingRedisCache._said_at", float("-inf"))
    monkeypatch.setattr("cms.caching.backends._left_alone_until", {})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = {
            "BACKEND": "cms.caching.backends.ForgivingRedisCache",
            "LOCATION": f"redis://127.0.0.1:{silent.getsockname()[1]}/0",
            "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2},
        }
        with override_settings(CACHES={**settings.CACHES, "default": hanging, "pages": hanging}):
            for _time in range(3):
                assert client.get(story.url).status_code == 200
        silent.settimeout(0.1)
        asked = 0
        with suppress(TimeoutError):
            while True:
                silent.accept()[0].close()
                asked += 1
    assert asked == 1


def test_a_page_that_cannot_be_built_anew_is_shown_as_it_was(client, story, caplog):
    client.raise_request_exception = False
    client.get(story.url)
    later = mock.patch("cms.caching.entries.time.time", return_value=time.time() + 100)
    broken = mock.patch("wagtail.views.serve", side_effect=DatabaseError("away"))
    with later, mock.patch("wagtail.models.Page.serve", side_effect=DatabaseError("away")), broken:
        response = client.get(story.url)
    assert response.status_code == 200
    assert "Tập huấn" in response.content.decode()
    assert "shown as it was kept" in caplog.text


def test_one_builds_anew_and_the_others_do_not_wait(client, story):
    client.get(story.url)
    (key,) = (name.split(":", 2)[2] for name in caches["pages"]._cache if not name.endswith("building"))
    with mock.patch("cms.caching.entries.time.time", return_value=time.time() + 100):
        caches["pages"].add(f"{key}:building", 1, 10)
        _response, cost = queries_of(client, story.url)
        assert cost == 0
        caches["pages"].delete(f"{key}:building")
        _response, cost = queries_of(client, story.url)
        assert cost > 1
