"""Who is who: roles, deputies, and who counts as a contributor."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.accounts.roles import ADMINISTRATOR, CHIEF
from cms.workflow import cases, people, service
from cms.workflow.models import Delegation

pytestmark = pytest.mark.django_db

HOUR = timezone.timedelta(hours=1)


def delegate(approver, deputy, starts=-HOUR, ends=HOUR):
    """Let one stand in for the other, from and until the given distance from now."""
    now = timezone.now()
    return Delegation.objects.create(
        approver=approver, deputy=deputy, starts_at=now + starts, ends_at=now + ends
    )


def fresh(user):
    """Return the account as it is now: Wagtail remembers group checks on the instance."""
    return type(user).objects.get(pk=user.pk)


def test_the_right_to_approve_comes_from_the_groups_alone(
    portal, reporter, chief, deputy, administrator, superuser
):
    assert {user.pk for user in (chief, deputy) if people.is_approver(user, portal.task)} == {
        chief.pk,
        deputy.pk,
    }
    for user in (reporter, administrator, superuser, None):
        assert not people.is_approver(user, portal.task)
    assert {user.pk for user in people.approvers(portal.task)} == {chief.pk, deputy.pk}


def test_a_deactivated_approver_is_none(portal, chief):
    chief.is_active = False
    chief.save()
    assert not people.is_approver(fresh(chief), portal.task)
    assert people.approvers(portal.task) == []


def test_whoever_leaves_the_group_is_no_approver(portal, chief):
    chief.groups.remove(Group.objects.get(name=CHIEF.name))
    assert not people.is_approver(fresh(chief), portal.task)


def test_a_deputy_is_one_for_a_period(portal, chief, reporter, time_machine):
    delegate(chief, reporter)
    assert people.principals(reporter, portal.task) == [chief]
    assert people.is_approver(reporter, portal.task)
    assert not people.holds_role(reporter, portal.task)
    assert {user.pk for user in people.approvers(portal.task)} == {chief.pk, reporter.pk}

    time_machine.move_to(timezone.now() + 2 * HOUR)
    assert people.principals(reporter, portal.task) == []
    assert not people.is_approver(reporter, portal.task)


def test_a_delegation_that_has_not_begun(portal, chief, reporter):
    delegate(chief, reporter, starts=HOUR, ends=2 * HOUR)
    assert not people.is_approver(reporter, portal.task)


def test_only_an_approvers_right_can_be_lent(portal, reporter, other_reporter, chief):
    delegate(reporter, other_reporter)
    assert not people.is_approver(other_reporter, portal.task)
    # Nor lent on by the one it was lent to.
    delegate(chief, reporter)
    assert not people.is_approver(other_reporter, portal.task)


def test_an_administrator_stands_in_for_nobody(portal, make_story, reporter, chief, administrator, superuser):
    story = make_story(reporter)
    for user in (administrator, superuser):
        # As it was named before that was refused.
        delegate(chief, user)
        assert people.principals(user, portal.task) == []
        assert not people.is_approver(user, portal.task)
        assert not people.as_person(user, story, portal.task).approver
    assert people.approvers(portal.task) == [chief]


def test_a_deputy_who_becomes_administrator_stands_in_no_more(portal, chief, reporter):
    delegate(chief, reporter)
    reporter.groups.add(Group.objects.get(name=ADMINISTRATOR.name))
    assert not people.is_approver(fresh(reporter), portal.task)
    assert people.approvers(portal.task) == [chief]


@pytest.mark.parametrize("leaves", ["chief", "reporter"])
def test_a_delegation_ends_with_either_account(portal, chief, reporter, leaves):
    delegate(chief, reporter)
    user = {"chief": chief, "reporter": reporter}[leaves]
    user.is_active = False
    user.save()
    assert not people.is_approver(fresh(reporter), portal.task)
    assert reporter.pk not in {user.pk for user in people.approvers(portal.task)}


def test_nobody_stands_in_for_themselves(chief):
    from django.core.exceptions import ValidationError

    now = timezone.now()
    with pytest.raises(ValidationError):
        Delegation(approver=chief, deputy=chief, ends_at=now + HOUR).full_clean()
    with pytest.raises(ValidationError):
        Delegation(approver=chief, deputy=None, starts_at=now, ends_at=now - HOUR).full_clean()


def test_as_the_rules_see_them(portal, make_story, reporter, other_reporter, chief, superuser):
    story = make_story(reporter)
    delegate(chief, other_reporter)
    seen = {
        user: people.as_person(user, story, portal.task)
        for user in (reporter, other_reporter, chief, superuser)
    }
    assert [seen[user].may_edit for user in seen] == [True, False, True, True]
    assert [seen[user].approver for user in seen] == [False, True, True, False]
    assert seen[other_reporter].stands_for == {chief.pk}
    assert not seen[other_reporter].own_right
    assert seen[chief].own_right


def test_contributors_are_all_who_wrote_since_the_last_approval(
    make_story, publish, reporter, other_reporter, chief, deputy
):
    story = make_story(reporter)
    story.save_revision(user=deputy)
    assert cases.contributors(story, reporter.pk) == {reporter.pk, deputy.pk}
    story = publish(story, reporter, chief)
    assert cases.contributors(story) == frozenset(), "publishing is no contribution"
    story.save_revision(user=other_reporter)
    assert cases.contributors(story) == {other_reporter.pk}


def test_a_take_down_bars_nobody(make_story, publish, reporter, chief):
    story = publish(make_story(reporter), reporter, chief)
    service.take_down(story.pk, chief, "mistake", "Đăng nhầm bản nháp.")
    assert cases.contributors(story) == frozenset()


def test_who_could_approve(portal, make_story, reporter, chief, deputy):
    story = make_story(reporter)
    story.save_revision(user=deputy)
    assert {user.pk for user in service.eligible_approvers(story, reporter)} == {chief.pk, deputy.pk}
    assert {user.pk for user in service.eligible_approvers(story, chief)} == {deputy.pk}
    portal.task.independent_approver = True
    portal.task.save()
    assert {user.pk for user in service.eligible_approvers(story, reporter)} == {chief.pk}


def test_the_strict_form_lets_the_same_chief_approve_the_next_version(
    portal, make_story, publish, reporter, chief
):
    portal.task.independent_approver = True
    portal.task.save()
    story = publish(make_story(reporter), reporter, chief)
    story.lead = "Bản sửa của phóng viên."
    story.save_revision(user=reporter, log_action=True)
    story = publish(story, reporter, chief)
    assert story.lead == "Bản sửa của phóng viên."
