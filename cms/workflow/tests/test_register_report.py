"""The register as a report: who reads it, what it says, the files, in how many queries."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone, translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.models import Decision, Delegation
from cms.workflow.register_report import sheet as register_sheet
from cms.workflow.tests.register_lines import line

pytestmark = pytest.mark.django_db

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ELSEWHERE = 900_000  # no page has that number


def address() -> str:
    return reverse("workflow:register")


def shown(client, **values) -> list[str]:
    return [row.page_title for row in client.get(reverse("workflow:register"), values).context["object_list"]]


def sheet(client, **values):
    response = client.get(reverse("workflow:register"), {"export": "xlsx", **values})
    assert response["Content-Disposition"].endswith('.xlsx"')
    return load_workbook(io.BytesIO(response.getvalue())).active


def csv_rows(client, **values) -> list[list[str]]:
    response = client.get(reverse("workflow:register"), {"export": "csv", **values})
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline="")))


def column(heading: str) -> int:
    with register_sheet.office():
        return register_sheet.headings().index(translation.gettext(heading))


@pytest.fixture
def read(client, chief):
    """The chief at the desk."""
    client.force_login(chief)
    return client


class TestWhoReads:
    def test_approvers_administrators_and_superusers(self, client, chief, deputy, administrator, superuser):
        for user in (chief, deputy, administrator, superuser):
            client.force_login(user)
            assert client.get(address()).status_code == 200

    @pytest.mark.parametrize("export", ["", "xlsx", "csv"])
    def test_reporters_do_not(self, client, reporter, collaborator, published, export):
        published(title="Bài của phóng viên")
        for user in (reporter, collaborator):
            client.force_login(user)
            for name in ("workflow:register", "workflow:register_results"):
                response = client.get(reverse(name), {"export": export})
                assert response.status_code == 302
                assert response.url == reverse("wagtailadmin_home")

    def test_a_deputy_reads_as_long_as_the_delegation_lasts(self, client, chief, reporter):
        now = timezone.now()
        lent = Delegation.objects.create(approver=chief, deputy=reporter, ends_at=now + timedelta(hours=1))
        client.force_login(reporter)
        assert client.get(address()).status_code == 200
        lent.ends_at = now
        lent.save()
        assert client.get(address()).status_code == 302

    def test_strangers_must_log_in(self, client, portal):
        assert reverse("wagtailadmin_login") in client.get(address()).url

    def test_the_menu_shows_it_to_readers_alone(self, client, chief, administrator, reporter):
        for user, expected in ((chief, True), (administrator, True), (reporter, False)):
            client.force_login(user)
            html = client.get(reverse("wagtailadmin_home")).content.decode()
            assert (address() in html) is expected, user


class TestLines:
    def test_the_newest_comes_first_and_says_everything(
        self, read, chief, other_reporter, make_story, reporter
    ):
        Delegation.objects.create(
            approver=chief, deputy=other_reporter, ends_at=timezone.now() + timedelta(hours=1)
        )
        story = make_story(reporter, title="Hội nghị sơ kết")
        service.submit(story, reporter)
        shown_now = rounds.shown_now(story.pk)
        service.return_page(shown_now.round, other_reporter, shown_now.mint(), "Thiếu chú thích ảnh.")
        lines = read.get(address()).context["object_list"]
        assert [row.pk for row in lines] == sorted((row.pk for row in lines), reverse=True)
        html = read.get(address()).content.decode()
        for text in (
            "Hội nghị sơ kết",
            "Tin hoạt động",
            "Lê Văn Cường",
            "Chuyên viên",
            "Phạm Văn Giang",
            "Trần Thị Bình",
            "Thiếu chú thích ảnh.",
        ):
            assert text in html, text
        assert f"{lines[0].content_hash[:12]}</code>" in html
        assert lines[0].type_name == register_sheet.type_name("news.NewsArticlePage") != ""
        assert reverse("workflow:review", args=[story.pk]) in html
        assert reverse("workflow:slip", args=[story.pk]) in html

    def test_an_administrator_is_led_to_the_editor(self, client, administrator, published):
        story = published()
        client.force_login(administrator)
        html = client.get(address()).content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in html
        assert f'href="{reverse("workflow:review", args=[story.pk])}"' not in html

    def test_a_page_that_is_gone_has_no_link_but_a_slip(self, read):
        line(page_id=ELSEWHERE, page_title="Bài đã xóa", page_type="news.Gone")
        row = read.get(address()).context["object_list"][0]
        assert (row.url, row.type_name) == ("", "news.Gone")
        assert reverse("workflow:slip", args=[ELSEWHERE]) in read.get(address()).content.decode()

    def test_what_people_typed_is_inert(self, read):
        evil = '<img src=x onerror="alert(1)">'
        line(
            page_title=evil,
            comment=evil + "x" * 200,
            person_name=evil,
            person_position=evil,
            on_behalf_of_name=evil,
            category=evil,
            owner_name=evil,
        )
        for name in ("workflow:register", "workflow:register_results"):
            html = read.get(reverse(name), {"person": evil, "category": evil}).content.decode()
            assert "<img src=x" not in html
            assert "&lt;img src=x" in html


class TestFilters:
    @pytest.fixture(autouse=True)
    def lines(self, portal):
        noon = datetime(2026, 5, 26, 12, tzinfo=VIETNAM)
        line(page_title="một", person_name="Bùi Văn Tuấn", category="Cải cách", made_at=noon)
        line(page_title="hai", kind="returned", person_name="Lê An", made_at=noon.replace(hour=0, minute=1))
        line(page_title="ba", on_behalf_of_name="Bùi Văn Tuấn", made_at=noon.replace(hour=23, minute=59))
        line(page_title="bốn", category="Cải cách", made_at=noon + timedelta(days=1))

    def test_by_name_as_recorded_also_of_people_who_are_gone(self, read):
        assert shown(read, person="Bùi Văn Tuấn") == ["ba", "một"]
        assert set(shown(read, person=["Bùi Văn Tuấn", "Lê An"])) == {"một", "hai", "ba"}

    def test_by_kind_and_category(self, read):
        assert shown(read, kind="returned") == ["hai"]
        assert shown(read, category="Cải cách") == ["bốn", "một"]
        assert shown(read, category="Cải cách", person="Bùi Văn Tuấn") == ["một"]

    def test_the_days_of_a_period_are_whole_days_in_vietnam(self, read):
        assert shown(read, period_from="26/5/2026", period_to="26/5/2026") == ["ba", "hai", "một"]
        assert shown(read, period_from="2026-05-27", period_to="2026-05-27") == ["bốn"]
        assert set(shown(read, period_to="26/05/2026")) == {"một", "hai", "ba"}

    def test_people_are_listed_by_their_given_name(self, read):
        people = read.get(address()).context["filters"].form.fields["person"]
        choices = [value for value, _label in people.choices]
        assert choices.index("Lê An") < choices.index("Bùi Văn Tuấn")
        assert "" not in choices

    @pytest.mark.parametrize(
        ("values", "label"),
        [
            ({"person": "\x00"}, "Person"),
            ({"person": "x" * 20_000}, "Person"),
            ({"person": "' OR 1=1 --"}, "Person"),
            ({"kind": "nonsense"}, "Kind of decision"),
            ({"category": "\x00"}, "Category"),
            ({"period_from": "abc"}, "Period"),
            ({"period_from": "\x00"}, "Period"),
            ({"period_from": "31/2/2026"}, "Period"),
            ({"period_from": "1/1/0001"}, "Period"),
            ({"period_to": "31/12/9999"}, "Period"),
            ({"period_from": "2/5/2026", "period_to": "1/5/2026"}, "Period"),
        ],
    )
    def test_nonsense_is_named_and_the_other_filters_hold(self, read, values, label):
        response = read.get(address(), {**values, "category": ["Cải cách", *values.get("category", "")]})
        expected = {"một", "hai", "ba", "bốn"} if "category" in values else {"một", "bốn"}
        titles = {row.page_title for row in response.context["object_list"]}
        assert titles & {"một", "hai", "ba", "bốn"} == expected
        assert response.context["ignored"] == [translation.gettext(label)]

    @pytest.mark.parametrize("export", ["xlsx", "csv"])
    def test_no_file_is_made_of_nonsense(self, read, export):
        response = read.get(address(), {"period_from": "abc", "kind": "returned", "export": export})
        assert response.status_code == 302
        assert "period_from=abc" in response.url
        assert "export" not in response.url
        html = read.get(response.url).content.decode()
        assert translation.gettext("The file was not made: a filter could not be understood.") in html

    @pytest.mark.parametrize(
        "values", [{"p": "abc"}, {"p": "99999999999"}, {"p": "\x00"}, {"ordering": "nonsense"}, {"q": "x"}]
    )
    def test_other_nonsense_is_ignored(self, read, values):
        assert set(shown(read, **values)) >= {"một", "hai", "ba", "bốn"}

    def test_files_hold_what_is_filtered(self, read):
        assert [row[2].value for row in sheet(read, kind="returned").rows][1:] == ["hai"]
        assert [row[2] for row in csv_rows(read, person="Bùi Văn Tuấn")][1:] == ["ba", "một"]


FORMULAS = ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "#N/A", "＝1", " =1"]


class TestFiles:
    @pytest.mark.parametrize("value", FORMULAS)
    def test_xlsx_cells_are_text_and_unchanged(self, read, value):
        fields = ("page_title", "category", "person_name", "person_position", "owner_name", "comment")
        line(page_id=ELSEWHERE, **dict.fromkeys((*fields, "on_behalf_of_name"), value))
        cells = list(sheet(read).rows)[1]
        assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
        # XML knows one line end.
        same = [cell.value for cell in cells].count(value.replace("\r", "\n"))
        assert same == len(fields) + 1

    @pytest.mark.parametrize("value", [value for value in FORMULAS if value != "#N/A"])
    def test_csv_cells_are_never_formulas(self, read, value):
        line(page_id=ELSEWHERE, page_title=value, comment=value)
        row = csv_rows(read)[1]
        assert row[column("Title")] == row[column("Comment")] == "'" + value.replace("\r", "\n")

    def test_csv_leaves_ordinary_text_alone(self, read):
        line(page_id=ELSEWHERE, page_title="Sở Nội vụ: “tin” 1 = 1", comment="dòng một\r\ndòng hai")
        row = csv_rows(read)[1]
        assert row[column("Title")] == "Sở Nội vụ: “tin” 1 = 1"
        assert row[column("Comment")] == "dòng một\ndòng hai"

    def test_times_are_text_in_vietnamese_time_and_the_hash_is_whole(self, read):
        made_at = datetime(2026, 5, 26, 18, 5, 9, tzinfo=ZoneInfo("UTC"))
        line(page_id=ELSEWHERE, made_at=made_at, content_hash="ab" * 32)
        row = [cell.value for cell in list(sheet(read).rows)[1]]
        assert row[column("Time")] == "27/05/2026 01:05:09"
        assert row[column("Content (sha256)")] == "ab" * 32
        assert csv_rows(read)[1][column("Time")] == "27/05/2026 01:05:09"

    def test_control_characters_do_not_break_the_file(self, read):
        line(page_id=ELSEWHERE, page_title="a\x0bb\x1fc", comment="\x01")
        row = list(sheet(read).rows)[1]
        assert row[column("Title")].value == "abc"

    def test_an_english_reader_gets_the_offices_file(self, client, chief):
        UserProfile.objects.create(user=chief, preferred_language="en")
        line(page_id=ELSEWHERE, kind="returned")
        client.force_login(chief)
        with translation.override(settings.LANGUAGE_CODE):
            kind = str(Decision.Kind.RETURNED.label)
            headings = register_sheet.headings()
        assert kind != "Returned"
        assert [cell.value for cell in next(sheet(client).rows)] == headings
        rows = csv_rows(client)
        assert rows[0] == headings
        assert rows[1][column("Decision")] == kind


class TestQueries:
    def counted(self, client, **values) -> int:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address(), values)
            if response.streaming:
                response.getvalue()
        assert response.status_code == 200
        return len(queries)

    @pytest.mark.parametrize("values", [{}, {"export": "xlsx"}, {"export": "csv"}])
    def test_as_many_for_sixty_lines_as_for_three(self, read, values, make_story, reporter):
        stories = [make_story(reporter) for _ in range(3)]
        for story in stories:
            line(page_id=story.pk)
        self.counted(read, **values)
        few = self.counted(read, **values)
        for number in range(57):
            line(page_id=stories[number % 3].pk, person_name=f"Người {number}", category=f"Mục {number}")
        assert self.counted(read, **values) == few

    def test_no_transaction_holds_up_the_writers_meanwhile(self):
        for name, numbers in (("register", []), ("slip", [1])):
            view = resolve(reverse(f"workflow:{name}", args=numbers)).func
            assert "default" in view._non_atomic_requests
