"""The JSON of the public stories: what it says, and that it says nothing else to anybody."""

import json
from itertools import product

import pytest
from django.urls import reverse

from news.sharing import api
from news.tests.factories import CategoryFactory
from news.tests.hidden import SECRET

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

ADDRESS = "/api/v2/trang/"
FIELDS = {"id", "meta", "title", "lead", "category", "picture"}
META = {"kind", "detail_url", "html_url", "slug", "first_published_at", "last_published_at"}


def said(client, query: str = "", address: str = ADDRESS) -> dict:
    response = client.get(address + query)
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def titles(client, query: str = "") -> list[str]:
    return [item["title"] for item in said(client, query)["items"]]


def test_it_lists_the_public_stories_newest_first(client, published, hidden):
    for title in ("Tin cũ", "Tin mới"):
        published(title=title)
    answer = said(client)
    assert [item["title"] for item in answer["items"]] == ["Tin mới", "Tin cũ"]
    assert answer["meta"] == {"total_count": 2}
    assert SECRET not in json.dumps(answer, ensure_ascii=False)


def test_a_story_says_this_and_nothing_else(client, published, portal):
    story = published(title="Tin A", lead="Lời dẫn.", category=CategoryFactory(name="Tin hoạt động"))
    (item,) = said(client)["items"]
    assert set(item) == FIELDS
    assert set(item["meta"]) == META
    assert item["category"] == {"name": "Tin hoạt động", "slug": "tin-hoat-dong"}
    assert item["meta"]["html_url"] == portal.site.root_url + story.url
    assert item["meta"]["kind"] == "article"
    detail_address = item["meta"]["detail_url"].removeprefix(portal.site.root_url)
    assert said(client, address=detail_address) == item


@pytest.mark.parametrize("query", ["?fields=*", "?fields=_,title", "?fields=-lead", "?fields=title,lead"])
def test_fields_can_be_chosen_among_these_alone(client, published, query):
    published()
    (item,) = said(client, query)["items"]
    assert set(item) <= FIELDS
    assert set(item.get("meta", {})) <= META


FORBIDDEN_FIELDS = [
    "owner",
    "body",
    "latest_revision",
    "live_revision",
    "draft_title",
    "has_unpublished_changes",
    "go_live_at",
    "locked_by",
    "parent",
    "contributions",
    "search_description",
    "category(stories)",
    "view_count",
]


def test_no_other_field_is_told(client, published):
    story = published()
    for address, field in product((ADDRESS, f"{ADDRESS}{story.pk}/"), FORBIDDEN_FIELDS):
        response = client.get(f"{address}?fields={field}")
        assert response.status_code == 400, field
        assert set(json.loads(response.content)) == {"message"}, field
        assert client.get(f"{address}?{field}=1").status_code == 400, field


def test_what_is_not_public_does_not_exist(client, hidden, published, reporter):
    published(title="Tin đã đăng")
    unknown = client.get(f"{ADDRESS}999999/")
    queries = ["", "?fields=*", "?order=last_published_at", "?kind=conference", "?limit=50", "?offset=0"]
    # The newsroom's own session opens nothing here either.
    for log_in in (False, True):
        if log_in:
            client.force_login(reporter)
        for state, story in hidden.items():
            answer = client.get(f"{ADDRESS}{story.pk}/?fields=*")
            assert (answer.status_code, answer.content) == (404, unknown.content), state
        for query in queries:
            assert SECRET not in json.dumps(said(client, query), ensure_ascii=False)


def test_a_newer_draft_of_a_public_story_is_not_told(client, published, reporter):
    story = published(title="Tên đã đăng")
    story.title, story.lead, story.slug = f"{SECRET} mới", f"{SECRET} lời dẫn", "tin-mat-moi"
    story.save_revision(user=reporter)
    for address in (ADDRESS, f"{ADDRESS}{story.pk}/"):
        answer = client.get(address).content.decode()
        assert SECRET not in answer
        assert "tin-mat-moi" not in answer


REFUSED = [
    "?search=mật",
    "?search=%00",
    "?search=" + "x" * 5000,
    "?child_of=root",
    "?child_of=1",
    "?descendant_of=1",
    "?descendant_of=root",
    "?ancestor_of=1",
    "?translation_of=1",
    "?type=wagtailcore.Page",
    "?type=accounts.User",
    "?site=evil.example",
    "?locale=en",
    "?title=Tin",
    "?slug=tin",
    "?id=1",
    "?limit=51",
    "?limit=-1",
    "?limit=abc",
    "?limit=" + "9" * 5000,
    "?offset=-1",
    "?offset=abc",
    "?offset=%C2%B2",
    "?offset=%D9%A3",
    "?limit=%C2%B2",
    "?offset=99999999999",
    "?offset=" + "9" * 5000,
    "?order=random",
    "?order=owner",
    "?order=%00",
    "?kind=khac",
    "?kind=%00",
    "?category=khong-co",
    "?category=%00",
    "?fields=" + "a(" * 5000,
    "?fields=a(",
    "?fields=%00",
    "?fields=category(*)",
    "?%00=1",
]


def test_what_makes_no_sense_is_refused_with_a_sentence(client, hidden):
    for query in REFUSED:
        response = client.get(ADDRESS + query)
        assert response.status_code == 400, query
        answer = json.loads(response.content)
        assert set(answer) == {"message"}, query
        assert SECRET not in answer["message"], query


@pytest.mark.parametrize(
    "query", ["?offset=10000000", "?limit=0", "?limit=50", "?offset=1&limit=1", "?fields="]
)
def test_the_ends_of_a_list_are_no_fault(client, published, query):
    published()
    assert client.get(ADDRESS + query).status_code == 200


def test_kind_category_and_order(client, published):
    category = CategoryFactory(name="Cải cách hành chính")
    published(title="Bài một", category=category)
    published(title="Hội nghị hai", conference=True)
    assert titles(client, "?kind=article") == ["Bài một"]
    assert titles(client, "?kind=conference") == ["Hội nghị hai"]
    assert titles(client, "?category=cai-cach-hanh-chinh") == ["Bài một"]
    assert titles(client, "?order=first_published_at") == ["Bài một", "Hội nghị hai"]
    assert titles(client, "?limit=1&offset=1") == ["Bài một"]


@pytest.mark.parametrize("order", ["", "&order=first_published_at", "&order=-last_published_at"])
def test_far_down_stand_the_same_stories_in_the_same_order(client, published, order):
    for number in range(4):
        published(title=f"Tin {number}", conference=bool(number % 2))
    every = said(client, f"?limit=50{order}")["items"]
    for offset in range(6):
        answer = said(client, f"?limit=2&offset={offset}{order}")
        assert answer["items"] == every[offset : offset + 2]
        assert answer["meta"] == {"total_count": 4}


@pytest.mark.parametrize(
    "name", ["", "pages/", "images/", "documents/", "users/", "trang/find/", "trang/find/?id=1"]
)
def test_there_is_no_other_endpoint(client, portal, name):
    assert client.get(f"/api/v2/{name}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_only_reads(client, published, method):
    story = published()
    for address in (ADDRESS, f"{ADDRESS}{story.pk}/"):
        assert getattr(client, method)(address).status_code == 405


def test_it_is_everybodys_and_not_sent_again_unchanged(client, published):
    published()
    first = client.get(ADDRESS)
    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_whoever_asks_too_often_is_told_to_wait(client, published, monkeypatch):
    published()
    monkeypatch.setattr(api, "MOST_A_MINUTE", 2)
    answers = [client.get(ADDRESS) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"


def test_queries_do_not_grow(client, published, django_assert_max_num_queries):
    published()
    client.get(ADDRESS)
    for number in range(5):
        published(title=f"Tin {number}")
    with django_assert_max_num_queries(5):
        assert len(said(client)["items"]) == 6
    with django_assert_max_num_queries(6):
        assert len(said(client, "?offset=1")["items"]) == 5


def test_its_address_is_known_by_name():
    assert reverse("api:trang:listing") == ADDRESS
