"""The feeds: public stories only, corrections first, readable whatever a text holds, a fixed number of queries."""

import time

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from taggit.models import Tag

from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown
from news.models import Contribution, Correction, StoryTag
from news.sharing.feed_formats import Rss
from news.sharing.pictures import SharedPicture
from news.tests.factories import CategoryFactory
from news.tests.hidden import SECRET
from news.tests.sharing.xml import ATOM, MEDIA, texts, xml_of

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

FEEDS = ["/rss/", "/atom/", "/rss/tin-bai/", "/atom/tin-bai/"]


def entries(client, address: str = "/rss/") -> list[dict[str, str]]:
    root = xml_of(client.get(address))
    return [{child.tag: child.text or "" for child in item} for item in root.iter("item")]


def titles(client, address: str) -> list[str]:
    root = xml_of(client.get(address))
    found = [*root.iter("item"), *root.iter(f"{ATOM}entry")]
    return [item.findtext("title") or item.findtext(f"{ATOM}title") or "" for item in found]


def test_they_list_public_stories_only(client, published, hidden):
    published(title="Tin đã đăng")
    for address in FEEDS:
        assert titles(client, address) == ["Tin đã đăng"]
        assert SECRET not in client.get(address).content.decode()


def test_a_correction_is_said_first_with_its_day(client, make_story, publish, reporter, chief):
    story = make_story(reporter, lead="Có 112 học viên <b>dự</b>.")
    story.corrections = [Correction(date=timezone.datetime(2026, 5, 26).date(), text="Bản trước ghi 120.")]
    story.save_revision(user=reporter)
    publish(story, reporter, chief)
    description = entries(client)[0]["description"]
    assert (
        description.index("(26/5/2026)") < description.index("Bản trước ghi 120.") < description.index("112")
    )
    assert "&lt;b&gt;" in description


def test_each_category_keyword_and_kind_has_its_own(client, make_story, publish, published, reporter, chief):
    category = CategoryFactory(name="Cải cách hành chính")
    tagged = make_story(reporter, title="Tin có từ khóa", category=category)
    tagged.tags.add("một cửa")
    tagged.save_revision(user=reporter)
    publish(tagged, reporter, chief)
    published(title="Tin khác")
    published(title="Tin hội nghị", conference=True)
    for form in ("rss", "atom"):
        assert titles(client, f"/{form}/chuyen-muc/cai-cach-hanh-chinh/") == ["Tin có từ khóa"]
        assert titles(client, f"/{form}/tu-khoa/mot-cua/") == ["Tin có từ khóa"]
        assert titles(client, f"/{form}/hoi-nghi/") == ["Tin hội nghị"]
        assert sorted(titles(client, f"/{form}/tin-bai/")) == ["Tin có từ khóa", "Tin khác"]


def test_a_story_that_bears_a_keyword_twice_comes_once(client, published):
    story = published(title="Tin có từ khóa")
    tag = Tag.objects.create(name="một cửa")
    StoryTag.objects.bulk_create([StoryTag(tag=tag, content_object_id=story.pk) for _time in range(2)])
    assert titles(client, "/rss/tu-khoa/mot-cua/") == ["Tin có từ khóa"]


def test_a_keyword_of_drafts_alone_does_not_exist(client, hidden):
    assert client.get("/rss/tu-khoa/tu-khoa-mat/").status_code == 404
    assert client.get("/rss/tu-khoa/tu-khoa-mat/").content == client.get("/rss/tu-khoa/khong-co/").content


@pytest.mark.parametrize("form", ["rss", "atom"])
@pytest.mark.parametrize("kind", ["chuyen-muc", "tu-khoa"])
@pytest.mark.parametrize("slug", ["khong-co", "%00", "x" * 20_000, "-1", "a'or'1'='1", "..%2f..%2f"])
def test_what_does_not_exist_is_not_found(client, portal, form, kind, slug):
    assert client.get(f"/{form}/{kind}/{slug}/").status_code == 404


def test_parameters_change_nothing(client, published):
    published()
    for address in FEEDS:
        plain = client.get(address).content
        for query in ("?trang=abc", "?page=-1", "?%00=%00", "?q=" + "x" * 2000):
            assert client.get(address + query).content == plain


def test_an_entry_says_what_a_reader_needs(client, make_story, publish, reporter, chief, portal):
    story = make_story(reporter, title="Tin A & B", category=CategoryFactory(name="Tin hoạt động"))
    story.contributions = [Contribution(name="Bùi Văn Tuấn", wrote_news=True)]
    story.save_revision(user=reporter)
    story = publish(story, reporter, chief)
    entry = entries(client)[0]
    assert entry["title"] == "Tin A & B"
    assert entry["link"] == portal.site.root_url + story.url
    assert entry["guid"] == story.translation_key.urn
    assert entry["category"] == "Tin hoạt động"
    assert entry["{http://purl.org/dc/elements/1.1/}creator"] == "Bùi Văn Tuấn"
    atom = xml_of(client.get("/atom/"))
    for name in ("id", "title", "updated"):
        assert atom.findtext(f"{ATOM}{name}")
        assert atom.find(f"{ATOM}entry").findtext(f"{ATOM}{name}")
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")}
    assert links["self"] == portal.site.root_url + "/atom/"


def test_who_only_took_photographs_is_no_author_unless_nobody_else_is_named(
    client, make_story, publish, reporter, chief
):
    writer = {"name": "Bùi Văn Tuấn", "wrote_news": True, "took_photos": True}
    photographer = {"name": "Trần Ảnh", "took_photos": True}
    for people in ([photographer, writer], [photographer]):
        story = make_story(reporter)
        story.contributions = [Contribution(**person) for person in people]
        story.save_revision(user=reporter)
        publish(story, reporter, chief)
    creators = [entry["{http://purl.org/dc/elements/1.1/}creator"] for entry in entries(client)]
    assert sorted(creators) == ["Bùi Văn Tuấn", "Trần Ảnh"]


def test_addresses_are_the_portals_own_whatever_host_was_asked(client, published, portal):
    published()
    said = client.get("/rss/", headers={"host": "127.0.0.1", "x-forwarded-host": "evil.example"}).content
    assert b"127.0.0.1" not in said
    assert b"evil.example" not in said


def test_the_id_stays_when_title_and_address_change(client, make_story, publish, reporter, chief):
    story = publish(make_story(reporter, title="Tên cũ"), reporter, chief)
    before = entries(client)[0]
    story.title, story.slug = "Tên mới", "ten-moi"
    story.save_revision(user=reporter)
    publish(story, reporter, chief)
    after = entries(client)[0]
    assert (after["title"], after["guid"]) == ("Tên mới", before["guid"])
    assert after["link"] != before["link"]


def test_no_character_makes_it_unreadable():
    feed = Rss(title="Tin\x00", link="https://portal.example/", description="\ufffe\x0b]]>")
    hostile = "<script>alert(1)</script>\x01\x08\ud800\uffff]]>&"
    picture = SharedPicture("https://portal.example/a.jpg", 1, 1, alt=hostile)
    feed.add_item(
        title=hostile,
        link="https://portal.example/a",
        description=hostile,
        author_name=hostile,
        categories=[hostile],
        picture=picture,
    )
    import xml.etree.ElementTree as ElementTree

    root = ElementTree.fromstring(feed.writeString("utf-8"))
    clean = "<script>alert(1)</script>]]>&"
    assert (root.findtext("channel/title"), root.findtext("channel/item/title")) == ("Tin", clean)
    assert texts(root, f"{MEDIA}description") == [clean]
    assert list(root.iter("script")) == []


def test_an_unchanged_feed_is_not_sent_again(client, published):
    published()
    first = client.get("/rss/")
    assert client.get("/rss/", headers={"if-none-match": first["ETag"]}).status_code == 304
    published()
    assert client.get("/rss/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_take_down_of_an_older_entry_reaches_who_asks_by_date(client, published, chief):
    """The newest entry's date does not say it: nobody is answered by date, whatever date they ask by."""
    older = published(title="Tin cũ")
    published(title="Tin mới")
    answers = {address: client.get(address) for address in FEEDS}
    assert {tuple(titles(client, address)) for address in FEEDS} == {("Tin mới", "Tin cũ")}
    public_life.take_down(older.pk, chief, TakeDown.Kind.MISTAKE, "Sai số liệu.")
    for address, first in answers.items():
        for since in (first.get("Last-Modified", http_date()), http_date(time.time() + 3600)):
            answer = client.get(address, headers={"if-modified-since": since})
            assert answer.status_code == 200
            assert "Tin cũ" not in answer.content.decode()
        assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_it_is_everybodys(client, published):
    published()
    response = client.get("/rss/")
    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert client.post("/rss/").status_code == 405


@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_feed_without_stories_stays_the_same(client, portal, settings, format):
    """With the hour of the request in it, it would be sent anew to whoever has it already."""
    category = CategoryFactory(name="Cải cách hành chính")
    address = f"/{format}/chuyen-muc/{category.slug}/"
    with time_machine.travel("2026-11-24 09:00 +0700", tick=False):
        first = client.get(address)
    with time_machine.travel("2026-11-25 09:00 +0700", tick=False):
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert b"2026" not in first.content
    assert again.status_code == 304


def test_their_queries_do_not_grow(client, published, django_assert_max_num_queries):
    few = {}
    for number in range(6):
        published(title=f"Tin {number}")
    for address in FEEDS:
        client.get(address)
        with django_assert_max_num_queries(8, info=address) as asked:
            client.get(address)
        few[address] = len(asked)
    for number in range(4):
        published(title=f"Tin khác {number}")
    for address in FEEDS:
        client.get(address)
        with django_assert_max_num_queries(few[address], info=address):
            client.get(address)


def test_one_page_lists_them_all(client, portal):
    CategoryFactory(name="Cải cách hành chính")
    page = client.get(reverse("feeds:list")).content.decode()
    for address in (*FEEDS, "/rss/hoi-nghi/", "/atom/chuyen-muc/cai-cach-hanh-chinh/"):
        assert f'href="{portal.site.root_url}{address}"' in page
