"""The screens: who sees what, the form on the review page, the workbook, the number of queries."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cms.workflow import service
from news.royalties import deciding
from news.royalties.forms import CoefficientForm
from news.royalties.lines import Tables, lines_to_set
from news.royalties.models import GenreRate, PenName, Royalty
from news.royalties.rules import MAXIMA

from .test_deciding import BINH, GIANG, wanted

# Long, and about what is shown and who may do it, not about SQL: once.
pytestmark = [pytest.mark.django_db, pytest.mark.once]

CUONG = "Lê Văn Cường"


@pytest.fixture
def two(rate, make_paid_for, chief):
    """Two people's stories of one month, both with their coefficient."""
    mine = make_paid_for("Tin của Bình", (BINH, "tin"))
    other = make_paid_for("=HYPERLINK(1) của Cường", (CUONG, "tin"))
    deciding.set_coefficients(chief, mine, [wanted(BINH, "7.5")])
    deciding.set_coefficients(chief, other, [wanted(CUONG, "1")])
    return mine, other


def fields_of(story, *values) -> dict[str, str]:
    """Return what the browser sends for a story's lines: ``("tin", "1,5")`` each."""
    data = {}
    for line, (genre, coefficient) in zip(lines_to_set(story), values, strict=True):
        data |= {f"{line.field}-genre": genre, f"{line.field}-coefficient": coefficient}
    return data


def test_the_portal_begins_with_the_decrees_ceilings(portal):
    assert dict(GenreRate.objects.values_list("genre", "maximum")) == dict(MAXIMA)
    assert not GenreRate.objects.filter(proposed__isnull=False).exists()


def test_a_reporter_sees_their_own(client, two, reporter, other_reporter, collaborator):
    for person, mine, others in (
        (reporter, "Tin của Bình", "của Cường"),
        (other_reporter, "của Cường", "của Bình"),
    ):
        client.force_login(person)
        for address in (reverse("royalties"), reverse("royalties_print")):
            text = client.get(address).content.decode()
            assert mine in text
            assert others not in text
    client.force_login(collaborator)
    text = client.get(reverse("royalties")).content.decode()
    assert "của Bình" not in text
    assert "1.755.000" not in text


@pytest.mark.parametrize("who", ["chief", "deputy", "administrator"])
def test_the_office_sees_everybody(client, two, request, who):
    client.force_login(request.getfixturevalue(who))
    text = client.get(reverse("royalties")).content.decode()
    assert "của Bình" in text
    assert "của Cường" in text
    assert "1.989.000" in text
    assert "Một triệu chín trăm tám mươi chín nghìn đồng" in text


def test_the_printed_sheet_has_its_date_as_documents_have_it(client, two, chief, monkeypatch):
    monkeypatch.setattr("news.royalties.views.timezone.localdate", lambda: date(2026, 1, 5))
    client.force_login(chief)
    assert "Ngày 05 tháng 01 năm 2026" in client.get(reverse("royalties_print")).content.decode()


@pytest.mark.parametrize("who", ["reporter", "collaborator"])
def test_what_is_closed_to_whoever_only_writes(client, two, request, who):
    client.force_login(request.getfixturevalue(who))
    numbers = list(Royalty.objects.values_list("pk", flat=True))
    closed = [
        client.get(reverse("royalties_waiting")),
        client.get(reverse("royalties_story", args=[two[0].pk])),
        client.post(reverse("royalties_story", args=[two[0].pk]), {}),
        client.post(reverse("royalties_pay"), {"royalty": numbers, "paid_on": "2026-05-20"}),
        client.get(reverse("wagtailsnippets_royalties_rate:list")),
        client.get(reverse("wagtailsnippets_royalties_penname:add")),
    ]
    # Wagtail leads whoever may not to the home page.
    assert {answer.status_code for answer in closed} == {302}
    assert not Royalty.objects.filter(paid_on__isnull=False).exists()


def test_nothing_is_there_for_strangers(client, two):
    for name in ("royalties", "royalties_print", "royalties_waiting"):
        assert client.get(reverse(name)).status_code == 302


def test_an_administrator_sets_nothing(client, two, administrator):
    client.force_login(administrator)
    assert client.get(reverse("royalties_story", args=[two[0].pk])).status_code == 302
    assert client.get(reverse("wagtailsnippets_royalties_rate:list")).status_code == 200


def test_the_chief_sets_on_the_review_page(client, rate, make_paid_for, reporter, chief):
    story = make_paid_for("Tin", (BINH, "tin"), (GIANG, "ảnh"), public=False)
    service.submit(story, reporter)
    client.force_login(chief)
    review = reverse("workflow:review", args=[story.pk])
    page = client.get(review).content.decode()
    assert "royalties-panel" in page
    assert 'value="7,5"' in page  # the proposal
    line, own = lines_to_set(story)
    assert f'name="{line.field}-coefficient"' in page
    assert f'name="{own.field}-coefficient"' not in page  # the chief's own
    address = reverse("royalties_story", args=[story.pk])
    typed = {f"{line.field}-genre": "tin", f"{line.field}-coefficient": "6,25"}
    assert client.post(address, typed | {"next": review}).url == review
    assert Royalty.objects.get().coefficient == Decimal("6.25")
    assert client.post(address, typed, headers={"X-Requested-With": "fetch"}).status_code == 204
    assert client.post(address, typed | {"next": "https://example.com/"}).url == address


def test_what_was_typed_stays_when_it_is_refused(client, rate, make_paid_for, chief):
    story = make_paid_for("Tin", (BINH, "tin"), (CUONG, "tin"))
    client.force_login(chief)
    answer = client.post(
        reverse("royalties_story", args=[story.pk]), fields_of(story, ("tin", "10,5"), ("tin", "3"))
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="10,5"' in text
    assert 'value="3"' in text
    assert not Royalty.objects.exists()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("10", "10"),
        ("0", "0"),
        ("", None),
        ("-1", "wrong"),
        ("x", "wrong"),
        ("1,555", "wrong"),
    ],
)
def test_how_a_coefficient_is_typed(rate, make_paid_for, typed, read):
    (line,) = lines_to_set(make_paid_for("Tin", (BINH, "tin")))
    form = CoefficientForm(
        line, Tables.load(), {f"{line.field}-genre": "tin", f"{line.field}-coefficient": typed}
    )
    if read == "wrong":
        assert form.errors
    else:
        assert form.is_valid(), form.errors
        assert (form.wanted and form.wanted.coefficient) == (read and Decimal(read))


def test_lines_are_paid_in_bulk(client, two, administrator):
    client.force_login(administrator)
    numbers = list(Royalty.objects.values_list("pk", flat=True))
    pay = reverse("royalties_pay")
    ahead, none, forged = (
        {"royalty": numbers, "paid_on": "2026-05-21"},
        {"paid_on": "2026-05-20"},
        {"royalty": "x", "paid_on": "2026-05-20"},
    )
    for wrong in (ahead, none, forged):
        client.post(pay, wrong | {"thang": "2026-05"})
        assert not Royalty.objects.filter(paid_on__isnull=False).exists()
    answer = client.post(pay, {"royalty": numbers, "paid_on": "2026-05-20", "thang": "2026-05"})
    assert answer.url == f"{reverse('royalties')}?thang=2026-05"
    assert set(Royalty.objects.values_list("paid_on", "paid_amount")) == {
        (date(2026, 5, 20), 1_755_000),
        (date(2026, 5, 20), 234_000),
    }
    client.post(pay, {"royalty": numbers, "act": "take-back", "thang": "2026-05"})
    assert not Royalty.objects.filter(paid_on__isnull=False).exists()


def test_what_was_taken_down_is_shown(client, two, chief, administrator):
    deciding.mark_paid(administrator, Royalty.objects.values_list("pk", flat=True), date(2026, 5, 20))
    service.take_down(two[0].pk, chief, "mistake", "Đăng nhầm bài, chưa đúng nội dung.")
    client.force_login(administrator)
    text = client.get(reverse("royalties")).content.decode()
    assert "Tin của Bình" in text
    assert "1.755.000" in text


def test_the_workbook(client, two, chief, reporter):
    client.force_login(chief)
    answer = client.get(reverse("royalties"), {"thang": "2026-05", "tep": "xlsx"})
    assert 'filename="nhuan-but-2026-05.xlsx"' in answer["Content-Disposition"]
    people, categories = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets
    rows = [row for row in people.iter_rows() if isinstance(row[0].value, int)]
    # In the order of given names: Bình, Cường.
    assert [(row[1].value, row[7].value, row[8].value) for row in rows] == [
        (BINH, 7.5, 1_755_000),
        (CUONG, 1, 234_000),
    ]
    title = rows[1][3]
    assert (title.value, title.data_type) == ("=HYPERLINK(1) của Cường", "s")
    assert rows[0][4].value.date() == date(2026, 5, 20)
    assert categories.max_row == 3
    client.force_login(reporter)
    answer = client.get(reverse("royalties"), {"thang": "2026-05", "tep": "xlsx"})
    own = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert CUONG not in {cell.value for row in own.iter_rows() for cell in row}


def test_the_queries_do_not_grow(client, two, make_paid_for, administrator, chief, reporter, time_machine):
    PenName.objects.create(name="Núi Xanh", account=reporter)

    def counts() -> list[int]:
        found = []
        for person in (administrator, reporter):
            client.force_login(person)
            for address in (reverse("royalties"), reverse("royalties_print"), reverse("royalties_waiting")):
                client.get(address, {"thang": "2026-05"})
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    client.get(address, {"thang": "2026-05"})
                found.append(len(queries))
        return found

    before = counts()
    for number in range(4):
        story = make_paid_for(f"Tin {number}", (BINH, "tin ảnh"), (f"Người thứ {number}", "bài"))
        deciding.set_coefficients(chief, story, [wanted(BINH, "2")])
    assert counts() == before


def test_the_home_page_says_what_is_late(client, two, chief, reporter, time_machine):
    time_machine.shift(50 * 24 * 3600)
    client.force_login(chief)
    assert 'id="royalties-waiting-section"' in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Tin của Bình" in client.get(reverse("royalties_waiting")).content.decode()
    client.force_login(reporter)
    assert "royalties-waiting" not in client.get(reverse("wagtailadmin_home")).content.decode()
