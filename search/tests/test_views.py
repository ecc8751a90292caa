"""The search page: whatever is typed, it answers; it shows what the public may see and nothing else."""

import json
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Page

from cms.caching import rules
from search.filters import Filters
from search.models import SearchEntry
from search.tests.documents import document, store

pytestmark = pytest.mark.django_db

QUERIES = json.loads((Path(__file__).parent / "data" / "queries.json").read_text("utf-8"))
HOSTILE = [
    *QUERIES["must_not_error"],
    "x" * 20_000,
    "đảng " * 5_000,
    "%00",
    "\u0000\u0001\u001f",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "t__x k__article n__ __ _",
    "\u202eabc\u200b",
    "'đảng':*",
    "a" * 41 + "*",
    "\ufdfa İ ß ŉ ǰ",
]
SENSELESS = ["abc", "-1", "0", "99999999999", "1e9", "²", "\u0000", "x" * 20_000, "'", "<b>"]


def get(client, **values):
    return client.get("/tim-kiem/", values)


def test_nothing_that_is_typed_is_an_error(client, home):
    store(document(1, "Đảng bộ Sở Nội vụ"))
    answers = {text[:40]: get(client, q=text).status_code for text in HOSTILE}
    assert {text: status for text, status in answers.items() if status != 200} == {}


def test_bytes_that_are_no_text_are_no_error(client, home):
    for address in ("?q=%00", "?q=%ff%fe%c0", "?q=" + quote("đ" * 20_000), "?q=a&q=b&q[]=c&%00=%00", "?%"):
        assert client.get("/tim-kiem/" + address).status_code == 200, address[:40]


@pytest.mark.parametrize("name", ["trang", "nam", "thang", "loai", "chuyen-muc"])
def test_numbers_and_filters_that_mean_nothing_are_ignored(client, publish, name):
    page = publish("Cải cách hành chính")
    for value in SENSELESS:
        response = get(client, q="cải cách", **{name: value})
        assert response.status_code == 200, value[:40]
        assert page.get_url() in response.content.decode(), value[:40]


def test_a_speaker_that_means_nothing_is_no_error(client, home):
    for value in SENSELESS:
        assert get(client, q="cải cách", **{"nguoi-phat-bieu": value}).status_code == 200, value[:40]


def test_an_empty_query_is_answered_kindly(client, home):
    for values in ({}, {"q": ""}, {"q": "   "}):
        response = get(client, **values)
        assert response.status_code == 200
        assert response.context["asked"] is False
        assert "search__results" not in response.content.decode()


def test_a_result_has_its_address_date_and_marked_words(client, publish):
    page = publish("Cải cách hành chính <b>", "Bộ phận một cửa & liên thông.")
    body = get(client, q="mot cua").content.decode()
    assert f'<a href="{page.get_url()}">' in body
    assert "Cải cách hành chính &lt;b&gt;" in body
    assert "Bộ phận <mark>một cửa</mark> &amp; liên thông." in body
    assert '<time datetime="' in body


def test_what_was_typed_stands_in_the_form_and_in_no_markup(client, home):
    body = get(client, q='"><script>alert(1)</script>').content.decode()
    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body


def test_nothing_hidden_is_shown_even_if_the_index_still_has_it(client, publish, standard_page):
    page = publish("Cải cách bí mật")
    Page.objects.filter(pk=page.pk).update(live=False)
    store(document(987_654, "Cải cách đã xóa"))
    assert SearchEntry.objects.filter(page_id=page.pk).exists()
    response = get(client, q="cải cách")
    assert response.status_code == 200
    assert "bí mật" not in response.content.decode()
    assert "đã xóa" not in response.content.decode().replace("<mark>", "").replace("</mark>", "")
    assert response.context["shown"] == []


def test_the_page_can_be_cached_for_everybody(client, publish):
    publish("Cải cách")
    response = get(client, q="cải cách")
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == rules.PUBLIC
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_it_only_reads(client, home):
    assert client.post("/tim-kiem/", {"q": "a"}).status_code == 405
    with CaptureQueriesContext(connection) as queries:
        get(client, q="cải cách", nam="2025")
    assert not [each["sql"] for each in queries if not each["sql"].startswith(("SELECT ", "WITH "))]


def test_the_number_of_queries_is_small_and_does_not_grow(client, publish):
    publish("Cải cách")
    get(client, q="cải cách")
    with CaptureQueriesContext(connection) as few:
        get(client, q="cải cách")
    for number in range(12):
        publish(f"Cải cách {number}")
    get(client, q="cải cách")  # the frame's notices are read once after a publication
    with CaptureQueriesContext(connection) as many:
        assert len(get(client, q="cải cách").context["shown"]) == 10
    assert len(many) == len(few) <= 20


def test_pages_are_linked_with_words_and_filters_kept(client, publish):
    for number in range(12):
        publish(f"Cải cách {number}")
    body = get(client, q="cải cách", loai="page").content.decode()
    second = "?q=c%E1%BA%A3i+c%C3%A1ch&amp;loai=page&amp;trang=2"
    assert second in body
    response = get(client, q="cải cách", loai="page", trang="2")
    assert len(response.context["shown"]) == 2
    assert '?q=c%E1%BA%A3i+c%C3%A1ch&amp;loai=page"' in response.content.decode()


def test_a_month_narrows_its_year_and_stays_in_the_form(client, home):
    def numbers(**values):
        return [hit.entry.page_id for hit in get(client, **values).context["results"].hits]

    for number, day in enumerate(
        ("2024-12-31T23:59", "2025-01-01T00:00", "2025-01-31T23:59", "2025-12-31T23:59")
    ):
        store(document(number, "Cải cách", published_at=datetime.fromisoformat(f"{day}:59+07:00")))
    assert numbers(q="cải cách", nam="2025", thang="1") == numbers(nam="2025", thang="01") == [2, 1]
    assert numbers(q="cải cách", nam="2025", thang="12") == [3]
    assert numbers(q="cải cách", nam="2024", thang="12") == [0]
    assert numbers(q="cải cách", nam="2025", thang="6") == []
    assert numbers(q="cải cách", nam="2025", thang="13") == numbers(q="cải cách", nam="2025") == [3, 2, 1]
    body = get(client, q="cải cách", nam="2025", thang="12").content.decode()
    assert '<option value="12" selected>Tháng 12</option>' in body
    assert Filters.from_address({"nam": "2025", "thang": "12"}).address("x") == "?q=x&nam=2025&thang=12"


def test_a_month_without_its_year_narrows_nothing_and_the_page_says_so(client, publish):
    page = publish("Cải cách hành chính")
    response = get(client, q="cải cách", thang="5")
    body = response.content.decode()
    assert page.get_url() in body
    assert '<span class="search__hint" id="tim-thang-nam">' in body
    assert '<option value="5" selected>' in body
    assert 'id="tim-thang-nam"' not in get(client, q="cải cách", thang="99").content.decode()
    # Alone it asks for nothing.
    assert get(client, thang="5").context["asked"] is False


def test_a_month_costs_no_query_more(client, publish):
    publish("Cải cách")
    today = timezone.localdate()
    costs = []
    for values in ({"nam": today.year}, {"nam": today.year, "thang": today.month}):
        get(client, q="cải cách", **values)
        with CaptureQueriesContext(connection) as queries:
            assert len(get(client, q="cải cách", **values).context["shown"]) == 1
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_slip_is_offered_put_right(client, publish):
    publish("Cải cách hành chính")
    body = get(client, q="cải cách hnah chính").content.decode()
    assert ">cải cách hành chính</a>" in body


def test_the_page_says_that_nothing_has_the_phrase(client, publish):
    publish("Cụ thể hóa", "Luyện thao trường.")
    sentence = "No text has exactly this phrase; these have each of its words or most of the phrase."
    with override("vi"):
        sentence = gettext(sentence)
    assert sentence in get(client, q="thể thao").content.decode()
    assert sentence not in get(client, q="cụ thể").content.decode()
    assert sentence not in get(client, q="vũ trụ").content.decode()
