"""What the pages of a generation share is read once in it, and never from a transaction that may be taken back."""

from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.template import Context, Template, TemplateSyntaxError
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from cms.caching import generation, shared
from cms.caching.models import Generation
from cms.routing import site_of
from home.models import HomePage


@pytest.fixture
def _outside(portal, monkeypatch):
    """Let things be kept, as outside of a transaction: the test's own does not count."""
    monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))


def counting():
    made = []

    def make():
        made.append(len(made))
        return made[-1]

    return make


@pytest.mark.usefixtures("_outside")
class TestKept:
    def test_once_in_a_generation(self):
        make = counting()
        assert [shared.in_generation("a", make) for _ in range(3)] == [0, 0, 0]
        generation.advance()
        assert [shared.in_generation("a", make) for _ in range(2)] == [1, 1]

    def test_each_name_for_itself(self):
        make = counting()
        assert shared.in_generation(("a", 1), make) == 0
        assert shared.in_generation(("a", 2), make) == 1
        assert shared.in_generation(("a", 1), make) == 0

    def test_nothing_is_kept_while_the_generation_is_unknown(self, monkeypatch):
        monkeypatch.setattr(generation, "current", lambda: None)
        make = counting()
        assert [shared.in_generation("a", make) for _ in range(2)] == [0, 1]

    def test_no_more_than_the_limit(self, monkeypatch):
        monkeypatch.setattr(shared, "LIMIT", 2)
        make = counting()
        for name in ("a", "b", "a", "c"):
            shared.in_generation(name, make)
        assert shared.in_generation("a", make) == 0  # asked for later than "b"
        assert shared.in_generation("b", make) == 3

    def test_a_fault_is_not_kept(self):
        with pytest.raises(ZeroDivisionError):
            shared.in_generation("a", lambda: 1 // 0)
        assert shared.in_generation("a", lambda: 1) == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_sees_stays_in_it(portal):
    shared.in_generation("a", lambda: "before")
    with transaction.atomic():
        assert shared.in_generation("a", lambda: "inside") == "inside"
        generation.advance()
        assert shared.in_generation("a", lambda: "taken back") == "taken back"
        transaction.set_rollback(True)
    generation.advance()  # the number that was taken back, now in earnest
    assert shared.in_generation("a", lambda: "true") == "true"


@pytest.mark.usefixtures("_outside")
class TestSite:
    def test_wagtail_finds_the_site_where_it_was_put(self, rf):
        site_of(rf.get("/"))
        request = rf.get("/")
        with CaptureQueriesContext(connection) as captured:
            found = site_of(request)
            assert Site.find_for_request(request) is found
        assert found == Site.objects.get(is_default_site=True)
        assert len(captured) == 0

    def test_a_change_of_the_site_is_seen(self, rf):
        site_of(rf.get("/"))
        Site.objects.get(is_default_site=True).delete()
        assert site_of(rf.get("/")) is None

    def test_no_request_no_site(self):
        assert site_of(None) is None


@pytest.mark.usefixtures("_outside")
class TestTag:
    def render(self, text: str, **context) -> str:
        return Template("{% load shared %}" + text).render(Context(context))

    def test_is_rendered_once_for_each_key(self):
        text = '{% shared "menu" key %}{{ said }}{% endshared %}'
        assert self.render(text, key=1, said="<first>") == "&lt;first&gt;"
        assert self.render(text, key=1, said="second") == "&lt;first&gt;"
        assert self.render(text, key=2, said="second") == "second"
        generation.advance()
        assert self.render(text, key=1, said="third") == "third"

    @pytest.mark.parametrize("text", ["{% shared %}{% endshared %}", "{% shared name %}{% endshared %}"])
    def test_takes_a_quoted_name(self, text):
        with pytest.raises(TemplateSyntaxError):
            self.render(text)


@pytest.mark.usefixtures("_outside")
class TestFrame:
    """The frame of every page, as the newsroom changes it."""

    def test_what_is_changed_is_on_the_next_page(self, client, portal, make_story, publish, reporter, chief):
        from home.models import PortalSettings
        from news.models import Category

        def page() -> str:
            return client.get("/tin-tuc-su-kien/").content.decode()

        page()
        settings = PortalSettings.for_site(Site.objects.get(is_default_site=True))
        settings.telephone = "0987 654 321"
        settings.save()
        assert "0987 654 321" in page()
        address = "chuyen-muc/chuyen-muc-vua-mo/"
        category = Category.objects.create(name="Chuyên mục vừa mở", slug="chuyen-muc-vua-mo")
        header, main = page().split("<main")
        assert (address in header, address in main) == (False, True)  # nothing stands in it yet
        publish(make_story(reporter, category=category), reporter, chief)
        assert address in page().split("<main")[0]

    def test_pages_share_a_menu_only_where_it_says_the_same(self, client, portal):
        first, second = (
            client.get("/gioi-thieu/").content.decode(),
            client.get("/tin-tuc-su-kien/").content.decode(),
        )
        assert 'href="/gioi-thieu/" aria-current="page"' in first
        assert 'href="/gioi-thieu/" aria-current="page"' not in second

    def test_the_second_page_asks_for_no_frame(self, client, portal):
        client.get("/gioi-thieu/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/gioi-thieu/")
        asked = " ".join(query["sql"] for query in captured)
        assert 'FROM "wagtailcore_site"' not in asked
        assert 'FROM "home_portalsettings"' not in asked
        assert 'FROM "news_category"' not in asked


class TestOneRequest:
    """A request goes by one number: what it read before a change is not kept under the number after it."""

    @pytest.fixture(autouse=True)
    def _outside(self, portal, monkeypatch):
        monkeypatch.setattr(shared, "connection", SimpleNamespace(in_atomic_block=False))

    def test_what_another_changes_meanwhile_is_read_by_the_next(self):
        with generation.one_for_the_request():
            nav = shared.in_generation("nav", lambda: "old")
            Generation.objects.update(number=F("number") + 1)  # another process
            generation.forget()
            shared.in_generation("footer", lambda: f"made of {nav}")
        with generation.one_for_the_request():
            assert shared.in_generation("nav", lambda: "new") == "new"
            assert shared.in_generation("footer", lambda: "made of new") == "made of new"

    def test_who_changes_something_keeps_nothing_afterwards(self):
        with generation.one_for_the_request():
            nav = shared.in_generation("nav", lambda: "old")
            generation.advance()
            shared.in_generation("footer", lambda: f"made of {nav}")
        with generation.one_for_the_request():
            assert shared.in_generation("footer", lambda: "made of new") == "made of new"

    def test_every_request_has_one(self, client, monkeypatch):
        asked = []
        monkeypatch.setattr(generation, "current", lambda: asked.append(1) or 7)
        client.get("/gioi-thieu/")
        assert len(asked) <= 2, "the notices ask for themselves"

    def test_nothing_is_kept_for_longer_than_a_minute(self, monkeypatch):
        make = counting()
        shared.in_generation("a", make)
        monkeypatch.setattr(shared, "LONGEST", 0)
        assert shared.in_generation("a", make) == 1


@pytest.mark.usefixtures("_outside")
def test_another_root_page_is_another_menu(client, portal):
    client.get("/gioi-thieu/")
    site = Site.objects.get(is_default_site=True)
    other = HomePage(title="Trang chủ khác", slug="trang-chu-khac", live=False)
    Page.objects.get(depth=1).add_child(instance=other)
    Site.objects.filter(pk=site.pk).update(root_page=other)  # nobody was told
    assert client.get("/khong-co/").status_code == 404
    assert client.get("/").status_code == 404
