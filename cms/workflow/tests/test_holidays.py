"""The office's calendar: what administrators enter, what a new portal begins with, what is counted by it."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from cms.workflow import service
from cms.workflow.mail.recipients import Notice
from cms.workflow.models import Holiday, MailJob, ReviewRequest, UrgentPublication
from cms.workflow.scheduling import holidays
from cms.workflow.scheduling.clock import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Tết Bính Ngọ: from Saturday 14 to Sunday 22 February 2026.
TET = {"name": "Tết Nguyên đán 2026", "first_day": date(2026, 2, 14), "last_day": date(2026, 2, 22)}
FRIDAY_BEFORE = datetime(2026, 2, 13, 16, 0, tzinfo=ZONE)


def day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date()


class TestCalendar:
    def test_it_is_read_in_one_query(self, django_assert_num_queries):
        Holiday.objects.all().delete()
        Holiday.objects.create(**TET)
        Holiday.objects.create(name="Ngày Quốc khánh", first_day=day("02/09/2026"), every_year=True)
        Holiday.objects.create(name="Làm bù", kind=Holiday.Kind.WORKING, first_day=day("28/02/2026"))
        with django_assert_num_queries(1):
            calendar = holidays.office_calendar()
        closed = ["16/02/2026", "20/02/2026", "02/09/2026", "02/09/2027", "01/03/2026"]
        open_ = ["13/02/2026", "23/02/2026", "28/02/2026", "01/09/2026"]
        assert [text for text in closed + open_ if calendar.is_working_day(day(text))] == open_

    def test_a_new_portal_knows_the_fixed_days_and_makes_none_twice(self, portal):
        yearly = {(row.first_day.day, row.first_day.month) for row in Holiday.objects.filter(every_year=True)}
        assert yearly == {(1, 1), (30, 4), (1, 5), (2, 9)}
        Holiday.objects.filter(first_day__month=9).delete()
        call_command("setup_portal")
        assert Holiday.objects.count() == 3, "what was removed stays away"

    def test_as_an_office_writes_it(self, portal):
        assert Holiday(**TET).period() == "từ ngày 14 đến ngày 22/2/2026"
        assert Holiday(name="x", first_day=day("30/04/2026"), every_year=True).period() == "30/4"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": date(2026, 2, 13)}, "last_day"),
        ({"last_day": date(2026, 3, 31)}, "last_day"),
        ({"last_day": date(2927, 2, 14)}, "last_day"),
        ({"first_day": date(202, 2, 14)}, "first_day"),
        ({"kind": Holiday.Kind.WORKING, "every_year": True}, "every_year"),
    ],
)
def test_typing_errors_are_refused(changes, field):
    with pytest.raises(ValidationError) as error:
        Holiday(**{**TET, **changes}).full_clean()
    assert list(error.value.message_dict) == [field]


class TestWhatIsCountedByIt:
    @pytest.fixture(autouse=True)
    def _tet(self, portal, time_machine):
        Holiday.objects.create(**TET)
        time_machine.move_to(FRIDAY_BEFORE)

    def test_an_answer_is_due_after_the_holidays(self, make_story, reporter, chief):
        state = service.submit(make_story(reporter), reporter)
        due = ReviewRequest.objects.get(task_state=state).due_at.astimezone(ZONE)
        assert due.date() == day("23/02/2026")

    def test_so_is_the_review_of_an_urgent_publication(self, make_story, reporter, chief, token_for):
        story = make_story(reporter)
        state = service.submit(story, reporter)
        service.publish_urgently(
            state.pk, chief, token_for(story), "Thông báo mưa lũ cần đăng ngay trong đêm."
        )
        assert UrgentPublication.objects.get().due_at.astimezone(ZONE).date() == day("23/02/2026")

    def test_nobody_is_reminded_during_the_holidays(
        self, make_story, reporter, chief, time_machine, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            service.submit(make_story(reporter), reporter, due_at=FRIDAY_BEFORE + timedelta(minutes=30))
        reminders = MailJob.objects.filter(notice__in=[Notice.BEFORE_DUE, Notice.AFTER_DUE])
        for hours, expected in ((24 * 5, 0), (24 * 10, 1)):  # Wednesday in Tết, Monday after it
            time_machine.move_to(FRIDAY_BEFORE + timedelta(hours=hours))
            call_command("send_review_mail")
            assert reminders.count() == expected


class TestWhoKeepsIt:
    @pytest.fixture
    def add(self):
        return reverse(Holiday.snippet_viewset.get_url_name("add"))

    def test_an_administrator_enters_a_day(self, client, administrator, add):
        client.force_login(administrator)
        assert (
            reverse(Holiday.snippet_viewset.get_url_name("list"))
            in client.get(reverse("wagtailadmin_home")).content.decode()
        )
        data = {"name": "Giỗ Tổ", "kind": "day_off", "first_day": "2027-04-16", "last_day": ""}
        client.post(add, data)
        assert not holidays.office_calendar().is_working_day(day("16/04/2027"))
        listed = client.get(reverse(Holiday.snippet_viewset.get_url_name("list"))).content.decode()
        assert "16/4/2027" in listed

    @pytest.mark.parametrize("name", ["reporter", "chief"])
    def test_nobody_else_does(self, request, client, portal, name, add):
        client.force_login(request.getfixturevalue(name))
        before = Holiday.objects.count()
        data = {"name": "Nghỉ", "kind": "day_off", "first_day": "2027-04-16", "last_day": ""}
        client.post(add, data)
        assert Holiday.objects.count() == before
