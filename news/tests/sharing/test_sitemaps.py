"""Sitemaps, robots.txt and Sơ đồ cổng: all that is public, nothing else, at the portal's own addresses."""

from datetime import date

import pytest
from django.utils import timezone

from news.models import Speech, listing
from news.sharing import sitemaps
from news.tests.hidden import SECRET
from news.tests.sharing.xml import NEWS, SITEMAP, texts, xml_of

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

SECTIONS = [
    "/sitemap-trang.xml",
    "/sitemap-muc.xml",
    *(WAYS := ["/sitemap-su-kien.xml", "/sitemap-nguoi-phat-bieu.xml", "/sitemap-tu-khoa.xml"]),
    "/sitemap-tin-bai.xml",
]
ALL = [*SECTIONS, "/sitemap.xml", "/sitemap-tin-moi.xml", "/so-do-cong/"]


def addresses(client, path: str) -> list[str]:
    return texts(xml_of(client.get(path)), f"{SITEMAP}loc")


@pytest.fixture
def report(make_story, publish, reporter, chief):
    """A public report of an event, with a speaker and a keyword."""
    story = make_story(reporter, conference=True, event_name="Hội nghị", start_date=date(2024, 5, 1))
    story.speeches.add(Speech(speaker="Hoàng Lê Duy", text="<p>Lời.</p>"))
    story.tags.add("cải cách")
    story.save_revision(user=reporter, log_action=True)
    return publish(type(story).objects.get(pk=story.pk), reporter, chief)


def test_events_speakers_and_keywords_stand_in_it(client, report, hidden, portal):
    for path, address in zip(
        WAYS,
        ("su-kien/hoi-nghi-1-5-2024/", "nguoi-phat-bieu/hoang-le-duy/", "tu-khoa/cai-cach/"),
        strict=True,
    ):
        root = xml_of(client.get(path))
        assert texts(root, f"{SITEMAP}loc") == [f"{portal.site.root_url}/tin-tuc-su-kien/{address}"]
        day = timezone.localtime(report.last_published_at).isoformat(timespec="seconds")
        assert texts(root, f"{SITEMAP}lastmod") == [day]
        assert client.get(f"/tin-tuc-su-kien/{address}").status_code == 200


def test_the_index_names_no_file_without_an_address(client, published, portal):
    published()
    assert [path for path in WAYS if any(path in found for found in addresses(client, "/sitemap.xml"))] == []


def test_the_index_names_what_answers(client, report, portal):
    found = addresses(client, "/sitemap.xml")
    assert found[0] == portal.site.root_url + "/sitemap-tin-moi.xml"
    assert [address.removeprefix(portal.site.root_url) for address in found[1:]] == SECTIONS
    for address in found:
        xml_of(client.get(address.removeprefix(portal.site.root_url)))


def test_every_public_story_stands_in_it_with_its_day(client, published, hidden, portal):
    stories = [published(title="Tin một"), published(title="Tin hai", conference=True)]
    root = xml_of(client.get("/sitemap-tin-bai.xml"))
    assert texts(root, f"{SITEMAP}loc") == [portal.site.root_url + story.url for story in stories]
    assert texts(root, f"{SITEMAP}lastmod") == [
        timezone.localtime(story.last_published_at).isoformat(timespec="seconds") for story in stories
    ]


def test_nothing_hidden_is_named(client, hidden):
    for path in (*ALL, "/robots.txt"):
        said = client.get(path).content.decode()
        assert [story.slug for story in hidden.values() if story.slug in said] == [], path
        assert SECRET not in said, path


def test_pages_and_lists_stand_in_it(client, published, portal):
    story = published()
    pages = addresses(client, "/sitemap-trang.xml")
    assert portal.site.root_url + "/" in pages
    assert portal.site.root_url + portal.news_index.url in pages
    lists = addresses(client, "/sitemap-muc.xml")
    year = timezone.localtime(story.first_published_at).year
    assert f"{portal.site.root_url}/tin-tuc-su-kien/{year}/" in lists
    assert f"{portal.site.root_url}/tin-tuc-su-kien/chuyen-muc/{story.category.slug}/" in lists
    for address in lists:
        assert client.get(address.removeprefix(portal.site.root_url)).status_code == 200


def test_a_list_changed_when_its_latest_story_did(client, published, time_machine):
    now = timezone.now()
    for ago in (0, 5, 3):
        time_machine.move_to(now - timezone.timedelta(days=ago))
        published(title=f"Tin {ago}")
    time_machine.move_to(now)
    days = {text[:10] for text in texts(xml_of(client.get("/sitemap-muc.xml")), f"{SITEMAP}lastmod")}
    assert days == {timezone.localdate(now).isoformat()}


def test_a_large_section_has_several_files(client, published, monkeypatch, portal):
    for number in range(5):
        published(title=f"Tin số {number}")
    monkeypatch.setattr(sitemaps.PortalSitemap, "limit", 2)
    files = [path for path in addresses(client, "/sitemap.xml") if "/sitemap-tin-bai.xml" in path]
    assert len(files) == 3
    found = [
        address for path in files for address in addresses(client, path.removeprefix(portal.site.root_url))
    ]
    assert len(found) == len(set(found)) == 5
    assert sitemaps.PortalSitemap.limit <= 50_000


def test_a_file_far_down_has_the_same_stories_in_the_same_order(client, published, monkeypatch, portal):
    """Found by their numbers, for the database would look for the pictures of all stories that it skips."""
    stories = [published(title=f"Tin số {number}") for number in range(5)]
    monkeypatch.setattr(sitemaps.PortalSitemap, "limit", 2)
    for far_down in (0, 1_000):
        monkeypatch.setattr(listing, "_FAR_DOWN", far_down)
        found = []
        for number in (1, 2, 3):
            found += addresses(client, f"/sitemap-tin-bai.xml?p={number}")
        assert found == [portal.site.root_url + story.url for story in stories]


@pytest.mark.parametrize(
    "query", ["?p=0", "?p=-1", "?p=abc", "?p=99999999999", "?p=%00", "?p=" + "9" * 20_000]
)
@pytest.mark.parametrize("path", SECTIONS)
def test_a_file_that_does_not_exist_is_not_found(client, portal, path, query):
    assert client.get(path + query).status_code == 404


def test_a_section_that_does_not_exist_is_not_found(client, portal):
    assert client.get("/sitemap-khong-co.xml").status_code == 404


def test_news_are_those_of_two_days(client, published, time_machine, portal):
    now = timezone.now()
    time_machine.move_to(now - timezone.timedelta(hours=49))
    published(title="Tin hôm kia")
    time_machine.move_to(now)
    story = published(title="Tin <b>mới</b> & hay")
    root = xml_of(client.get("/sitemap-tin-moi.xml"))
    assert texts(root, f"{NEWS}title") == ["Tin <b>mới</b> & hay"]
    assert texts(root, f"{NEWS}language") == ["vi"]
    assert texts(root, f"{NEWS}name") != [""]
    assert texts(root, f"{NEWS}publication_date") == [
        timezone.localtime(story.first_published_at).isoformat(timespec="seconds")
    ]


def test_queries_do_not_grow(client, published, django_assert_max_num_queries):
    published()
    few = {}
    for path in ALL:
        client.get(path)
        with django_assert_max_num_queries(20, info=path) as asked:
            client.get(path)
        few[path] = len(asked)  # now: the next request forgets what was asked
    for number in range(5):
        published(title=f"Tin {number}")
    for path in ALL:
        client.get(path)  # a publication also ends what was remembered of notices, once
        with django_assert_max_num_queries(few[path], info=path):
            client.get(path)


class TestRobots:
    def lines(self, client) -> list[str]:
        response = client.get("/robots.txt")
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        return response.content.decode().splitlines()

    def test_the_public_is_open_and_the_newsroom_closed(self, client, portal):
        lines = self.lines(client)
        assert "Disallow: /" not in lines
        for path in ("/quan-tri/", "/tim-kiem/", "/luot-xem/", "/bao-loi/", "/huu-ich/"):
            assert f"Disallow: {path}" in lines
        assert lines[-1] == f"Sitemap: {portal.site.root_url}/sitemap.xml"

    @pytest.mark.parametrize("name", ["DEBUG", "SEARCH_ENGINES_WELCOME"])
    def test_a_test_portal_turns_every_crawler_away(self, client, portal, settings, name):
        setattr(settings, name, name == "DEBUG")
        assert self.lines(client) == ["User-agent: *", "Disallow: /"]


class TestPortalMap:
    def test_it_leads_to_pages_categories_and_months(self, client, published, portal):
        story = published()
        page = client.get("/so-do-cong/").content.decode()
        moment = timezone.localtime(story.first_published_at)
        for address in (
            portal.news_index.url,
            f"/tin-tuc-su-kien/chuyen-muc/{story.category.slug}/",
            f"/tin-tuc-su-kien/{moment.year}/",
            f"/tin-tuc-su-kien/{moment.year}/{moment.month}/",
            "/tim-kiem/",
            "/kenh-rss/",
        ):
            assert f'href="{address}"' in page

    def test_it_leads_to_the_calendar_once_there_is_one(self, client, published):
        published()
        link = 'href="/lich/hoi-nghi.ics"'
        for address in ("/so-do-cong/", "/kenh-rss/"):
            assert link not in client.get(address).content.decode()
        published(conference=True, start_date=date(2026, 5, 26))
        for address in ("/so-do-cong/", "/kenh-rss/"):
            assert link in client.get(address).content.decode()

    def test_it_says_how_many_stories_there_are(self, client, published, hidden):
        for title in ("Một", "Hai", "Ba"):
            published(title=title)
        page = client.get("/so-do-cong/").content.decode()
        assert page.count("(3)") == 2, "of the category and of the month"

    def test_every_link_of_it_answers(self, client, published):
        import re

        published()
        page = client.get("/so-do-cong/").content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        links = set(re.findall(r'href="(/[^"]*)"', main))
        assert len(links) > 10
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
