"""The notice bar: who may write it, when it stands on the pages, what it says."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.caching import generation
from cms.caching.models import Generation
from home.models import ServiceNotice
from home.models.notices import KEPT_SECONDS, notices_now, printed_times

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12:00 in Vietnam


def hours(number: int) -> datetime:
    return NOON + timedelta(hours=number)


PERIODS = [
    (hours(8), hours(11), "từ 20:00 đến 23:00, Thứ Ba, ngày 24/11/2026"),
    (
        hours(10),
        hours(17),
        "từ 22:00, Thứ Ba, ngày 24/11/2026 đến 05:00, Thứ Tư, ngày 25/11/2026",
    ),
]


@pytest.mark.parametrize(("start", "end", "printed"), PERIODS)
def test_an_outage_is_announced_with_its_time(start, end, printed):
    assert printed_times(start, end) == printed


@pytest.fixture
def notice(portal):
    return ServiceNotice.objects.create(
        text="Cổng tạm dừng để nâng cấp máy chủ.",
        level=ServiceNotice.Level.OUTAGE,
        shown_from=NOON,
        shown_until=hours(11),
        outage_from=hours(8),
        outage_until=hours(11),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (NOON - timedelta(seconds=1), False),
        (NOON, True),
        (hours(11) - timedelta(seconds=1), True),
        (hours(11), False),
    ],
)
def test_it_stands_on_the_pages_between_its_times_only(client, notice, moment, shown):
    with time_machine.travel(moment, tick=False):
        for address in ("/", "/tin-tuc-su-kien/", "/khong-co/"):
            assert (notice.text in client.get(address).content.decode()) == shown, address


@pytest.mark.django_db
def test_what_it_prints_is_a_named_region_with_the_time_and_no_live_region(client, notice):
    with time_machine.travel(hours(1), tick=False):
        html = client.get("/").content.decode()
    bar = html[html.index('<section class="notices"') : html.index("<header")]
    assert "aria-label=" in bar[: bar.index(">")]
    assert "từ 20:00 đến 23:00, Thứ Ba, ngày 24/11/2026" in bar
    assert 'role="alert"' not in bar
    assert 'type="button" hidden' in bar, "without a script there is no button that does nothing"
    assert html.index('class="skip-link"') < html.index('class="notices"')


@pytest.mark.django_db
def test_markup_and_strange_addresses_in_it_are_harmless(client, portal):
    ServiceNotice.objects.create(
        text="<script>alert(1)</script>", link="javascript:alert(1)", shown_from=NOON, shown_until=hours(5)
    )
    with time_machine.travel(hours(1), tick=False):
        html = client.get("/").content.decode()
    assert "<script>alert(1)" not in html
    assert "javascript:" not in html


@pytest.mark.django_db
def test_a_page_asks_the_database_for_it_once_in_half_a_minute(notice, django_capture_on_commit_callbacks):
    with time_machine.travel(hours(1), tick=False) as clock:
        cache.clear()
        generation.current()  # a page asks for it anyway, for its own cache
        with CaptureQueriesContext(connection) as captured:
            assert notices_now() == [notice]
            assert notices_now() == [notice]
        assert len(captured) == 1
        with django_capture_on_commit_callbacks(execute=True):
            notice.text = "Lùi giờ tạm dừng."
            notice.save()
        assert [shown.text for shown in notices_now()] == ["Lùi giờ tạm dừng."], "a change shows at once here"
        ServiceNotice.objects.filter(pk=notice.pk).update(text="Sửa ở tiến trình khác.")
        clock.shift(KEPT_SECONDS + 1)
        assert [shown.text for shown in notices_now()] == ["Sửa ở tiến trình khác."]
        with django_capture_on_commit_callbacks(execute=True):
            notice.delete()
        assert notices_now() == []


@pytest.mark.django_db
def test_what_a_request_has_not_committed_is_kept_for_nobody(notice):
    """A page that the request of a change prints itself, before the commit: an error page, a preview."""
    with time_machine.travel(hours(1), tick=False):
        before = generation.current()
        with generation.one_for_the_request(), transaction.atomic():
            notice.text = "Chưa chắc."
            notice.save()
            assert [shown.text for shown in notices_now()] == ["Chưa chắc."]
            transaction.set_rollback(True)
        assert [shown.text for shown in notices_now()] == ["Cổng tạm dừng để nâng cấp máy chủ."]
        assert generation.current() == before


@pytest.mark.django_db
def test_a_change_by_another_process_is_there_with_its_generation(notice):
    with time_machine.travel(hours(1), tick=False):
        assert notices_now() == [notice]
        # What another process stores, which cannot reach into this one's memory.
        ServiceNotice.objects.filter(pk=notice.pk).update(text="Bão số 9: cổng dừng ngay.")
        Generation.objects.filter(pk=1).update(number=F("number") + 1)
        generation.forget()  # the second for which a process goes by what it knew is over
        assert [shown.text for shown in notices_now()] == ["Bão số 9: cổng dừng ngay."]


@pytest.mark.django_db
def test_the_urgent_come_first_and_a_changed_one_is_another_for_who_closed_it(portal):
    levels = ServiceNotice.Level
    for level in (levels.INFORMATION, levels.OUTAGE, levels.URGENT):
        ServiceNotice.objects.create(text=level, level=level, shown_from=NOON, shown_until=hours(9))
    with time_machine.travel(hours(1), tick=False):
        shown = notices_now()
    assert [notice.level for notice in shown] == [levels.URGENT, levels.OUTAGE, levels.INFORMATION]
    before = shown[0].key
    with time_machine.travel(hours(2), tick=False):
        shown[0].save()
    assert shown[0].key != before
    assert len({notice.key for notice in shown}) == 3


TIMES = {
    "ends before it begins": ({"shown_until": NOON}, {"shown_until"}),
    "an outage without its times": ({"level": "outage"}, {"outage_from", "outage_until"}),
    "an outage that ends before it begins": (
        {"level": "outage", "outage_from": hours(3), "outage_until": hours(2)},
        {"outage_until"},
    ),
    "an outage's times without an outage": ({"outage_from": hours(3)}, {"level"}),
    "a plain one": ({}, set()),
    "an outage": ({"level": "outage", "outage_from": hours(2), "outage_until": hours(3)}, set()),
}


@pytest.mark.parametrize(("fields", "wrong"), TIMES.values(), ids=TIMES)
def test_times_that_make_no_sense_are_pointed_out(fields, wrong):
    notice = ServiceNotice(**{"text": "Tin", "shown_from": NOON, "shown_until": hours(5), **fields})
    try:
        notice.clean()
        found = set()
    except ValidationError as error:
        found = set(error.message_dict)
    assert found == wrong


def posted(text: str) -> dict[str, str]:
    now = timezone.localtime()
    return {
        "level": "urgent",
        "text": text,
        "link": "",
        "shown_from": f"{now:%Y-%m-%d %H:%M}",
        "shown_until": f"{now + timedelta(hours=2):%Y-%m-%d %H:%M}",
        "outage_from": "",
        "outage_until": "",
    }


@pytest.mark.django_db
def test_administrators_write_it_and_the_log_keeps_who_did(client, administrator):
    client.force_login(administrator)
    add = reverse("wagtailsnippets_home_servicenotice:add")
    client.post(add, posted("Bão sắp vào đất liền."))
    notice = ServiceNotice.objects.get()
    client.post(
        reverse("wagtailsnippets_home_servicenotice:edit", args=[notice.pk]), posted("Bão đã vào đất liền.")
    )
    notice.refresh_from_db()
    assert notice.text == "Bão đã vào đất liền."
    client.post(reverse("wagtailsnippets_home_servicenotice:delete", args=[notice.pk]))
    assert not ServiceNotice.objects.exists()
    log = ModelLogEntry.objects.filter(object_id=str(notice.pk)).order_by("timestamp")
    assert [(entry.action, entry.user) for entry in log] == [
        ("wagtail.create", administrator),
        ("wagtail.edit", administrator),
        ("wagtail.delete", administrator),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["reporter", "collaborator", "chief", "deputy"])
def test_nobody_else_writes_it(client, request, who):
    client.force_login(request.getfixturevalue(who))
    client.post(reverse("wagtailsnippets_home_servicenotice:add"), posted("Tôi tự đăng."))
    assert not ServiceNotice.objects.exists()
    assert "Tôi tự đăng." not in client.get("/").content.decode()
