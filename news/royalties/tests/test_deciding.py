"""Who sets, who pays, what is remembered; what a publication and a take-down leave as it was."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from cms.workflow.models.records import Immutable
from news.royalties import deciding, people
from news.royalties.deciding import Refused, Wanted
from news.royalties.lines import lines_of, lines_to_set, local_day, published_in, waiting_lines
from news.royalties.models import PenName, Rate, Royalty, RoyaltyChange
from news.royalties.rules import person_key
from news.statistics.month import Month

pytestmark = pytest.mark.django_db

BINH, GIANG = "Trần Thị Bình", "Phạm Văn Giang"


def wanted(name: str, coefficient: str, *, genre: str = "tin", work: str = "text") -> Wanted:
    return Wanted(person_key(name), work, genre, Decimal(coefficient))


def test_a_coefficient_becomes_money_and_history(rate, make_paid_for, chief, deputy):
    story = make_paid_for("Tin một", (BINH, "tin ảnh"))
    assert deciding.set_coefficients(chief, story, [wanted(BINH, "7.5")]) == 1
    assert deciding.set_coefficients(chief, story, [wanted(BINH, "7.5")]) == 0
    deciding.set_coefficients(
        deputy, story, [wanted(BINH, "8"), wanted(BINH, "2", genre="anh", work="photographs")]
    )
    lines = lines_of(published_in(Month(2026, 5)))
    assert [(line.work, line.amount) for line in lines] == [("text", 1_872_000), ("photographs", 468_000)]
    history = RoyaltyChange.objects.values_list("before", "after", "made_by_name", "story_title")
    assert list(history) == [
        (None, Decimal("7.5"), "Phạm Văn Giang", "Tin một"),
        (Decimal("7.5"), Decimal("8"), "Vũ Thị Hà", "Tin một"),
        (None, Decimal("2"), "Vũ Thị Hà", "Tin một"),
    ]


def test_the_history_only_grows(rate, make_paid_for, chief):
    deciding.set_coefficients(chief, make_paid_for("Tin", (BINH, "tin")), [wanted(BINH, "1")])
    line = RoyaltyChange.objects.get()
    for change in (line.save, line.delete, RoyaltyChange.objects.all().delete):
        with pytest.raises(Immutable):
            change()


@pytest.mark.parametrize("who", ["reporter", "collaborator", "administrator", "superuser"])
def test_only_approvers_set(rate, make_paid_for, request, who):
    story = make_paid_for("Tin", (BINH, "tin"))
    with pytest.raises(Refused):
        deciding.set_coefficients(request.getfixturevalue(who), story, [wanted(BINH, "1")])
    assert not Royalty.objects.exists()


def test_nobody_sets_or_pays_their_own(rate, make_paid_for, chief, deputy):
    story = make_paid_for("Tin", (GIANG, "bài"), (BINH, "ảnh"))
    both = [wanted(BINH, "2", genre="anh", work="photographs"), wanted(GIANG, "20", genre="bai")]
    with pytest.raises(Refused):
        deciding.set_coefficients(chief, story, both)
    assert not Royalty.objects.exists()  # all or none
    deciding.set_coefficients(deputy, story, both)
    own = Royalty.objects.get(person_name=GIANG)
    with pytest.raises(Refused):
        deciding.mark_paid(chief, [own.pk], date(2026, 5, 20))
    assert deciding.mark_paid(deputy, [own.pk], date(2026, 5, 20)) == 1


def test_a_pen_name_is_ones_own_too(rate, make_paid_for, chief):
    PenName.objects.create(name="Núi Xanh", account=chief)
    story = make_paid_for("Tin", ("Núi  Xanh", "bài"))
    with pytest.raises(Refused):
        deciding.set_coefficients(chief, story, [wanted("Núi Xanh", "5", genre="bai")])


def test_namesakes_see_nothing_until_an_administrator_says_whose_it_is(make_user, portal):
    one, two = make_user("an1"), make_user("an2")
    key = person_key("Nguyễn Văn An")
    assert people.own_names(one) == people.own_names(two) == frozenset()
    assert key in people.names_that_may_be(one) & people.names_that_may_be(two)
    PenName.objects.create(name="Nguyễn Văn An", account=two)
    assert (people.own_names(one), people.own_names(two)) == (frozenset(), {key})


def test_what_was_paid_stays_as_it_was(rate, make_paid_for, chief, administrator):
    story = make_paid_for("Tin", (BINH, "tin"))
    deciding.set_coefficients(chief, story, [wanted(BINH, "10")])
    number = Royalty.objects.get().pk
    assert deciding.mark_paid(administrator, [number], date(2026, 5, 19)) == 1
    assert deciding.mark_paid(administrator, [number], date(2026, 5, 20)) == 0
    Rate.objects.update(base_salary=9_000_000)
    with pytest.raises(Refused):
        deciding.set_coefficients(chief, story, [wanted(BINH, "9")])
    (line,) = lines_of(published_in(Month(2026, 5)))
    assert (line.amount, line.paid, line.royalty.paid_on) == (2_340_000, True, date(2026, 5, 19))
    assert deciding.take_mark_back(administrator, [number]) == 1
    (line,) = lines_of(published_in(Month(2026, 5)))
    assert (line.amount, line.paid) == (9_000_000, False)
    assert list(RoyaltyChange.objects.values_list("kind", "amount")) == [
        ("set", None),
        ("paid", 2_340_000),
        ("unpaid", 2_340_000),
    ]


def test_what_was_set_in_review_holds_after_publications(rate, make_paid_for, publish, reporter, chief):
    """The child rows of a byline get new numbers with each publication; the royalty stays with the person."""
    story = make_paid_for("Tin", (BINH, "tin"), public=False)
    deciding.set_coefficients(chief, story, [wanted(BINH, "3")])
    story = publish(story, reporter, chief)
    for title in ("Tin hai", "Tin ba"):
        draft = story.get_latest_revision_as_object()
        draft.title = title
        draft.save_revision(user=reporter)
        story = publish(draft, reporter, chief)
        (line,) = lines_of(published_in(Month(2026, 5)))
        assert (line.story.title, line.coefficient, line.gone) == (title, Decimal(3), False)


def test_who_left_the_byline_is_shown_as_such(rate, make_paid_for, publish, reporter, chief):
    story = make_paid_for("Tin", (BINH, "tin"))
    deciding.set_coefficients(chief, story, [wanted(BINH, "3")])
    draft = story.get_latest_revision_as_object()
    draft.contributions = []
    draft.save_revision(user=reporter)
    story = publish(draft, reporter, chief)
    assert [(line.name, line.gone) for line in lines_to_set(story)] == [(BINH, True)]


def test_a_month_ends_at_midnight_in_vietnam(rate, make_paid_for, time_machine):
    zone = timezone.get_default_timezone()
    time_machine.move_to(datetime(2026, 5, 31, 23, 59, tzinfo=zone))
    make_paid_for("Tin tháng Năm", (BINH, "tin"))
    time_machine.move_to(datetime(2026, 6, 1, 0, 1, tzinfo=zone))  # still May in UTC
    make_paid_for("Tin tháng Sáu", (BINH, "tin"))
    june = lines_of(published_in(Month(2026, 6)))
    assert [(line.story.title, line.published_on) for line in june] == [("Tin tháng Sáu", date(2026, 6, 1))]
    assert local_day(datetime(2026, 5, 31, 17, tzinfo=timezone.get_fixed_timezone(0))) == date(2026, 6, 1)


def test_what_waits_for_its_money(rate, make_paid_for, chief, administrator):
    paid = make_paid_for("Đã trả", (BINH, "tin"))
    worthless = make_paid_for("Không trả", (BINH, "tin"))
    partly = make_paid_for("Trả một phần", (BINH, "tin ảnh"))
    unset = make_paid_for("Chưa chấm", (BINH, "tin"))
    for story, coefficient in ((paid, "5"), (worthless, "0"), (partly, "5")):
        deciding.set_coefficients(chief, story, [wanted(BINH, coefficient)])
    numbers = Royalty.objects.filter(story__in=[paid, partly]).values_list("pk", flat=True)
    deciding.mark_paid(administrator, numbers, date(2026, 5, 20))
    found = [(line.story.pk, line.work) for line in waiting_lines(date(2026, 7, 4))]
    assert found == [(partly.pk, "photographs"), (unset.pk, "text")]
    assert waiting_lines(date(2026, 7, 3)) == []
    Rate.objects.update(valid_from=date(2026, 6, 1))  # the office began later
    assert waiting_lines(date(2026, 9, 1)) == []


def test_without_a_rate_nothing_is_paid(may, make_paid_for, chief, administrator):
    story = make_paid_for("Tin", (BINH, "tin"))
    deciding.set_coefficients(chief, story, [wanted(BINH, "5")])
    with pytest.raises(Refused):
        deciding.mark_paid(administrator, [Royalty.objects.get().pk], date(2026, 5, 20))
    assert waiting_lines(date(2026, 9, 1)) == []
