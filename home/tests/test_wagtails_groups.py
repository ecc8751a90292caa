"""Wagtail's own groups are gone after the set-up, unless somebody is in them: roles are the portal's alone."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from home.setup import WAGTAILS_GROUPS, set_up

pytestmark = pytest.mark.django_db


def test_none_is_offered_as_a_role(client, administrator, reporter):
    client.force_login(administrator)
    form = client.get(reverse("wagtailusers_users:edit", args=[reporter.pk])).context["form"]
    offered = {str(label) for _value, label in form.fields["groups"].choices}
    assert offered
    assert not offered & set(WAGTAILS_GROUPS)
    assert not Group.objects.filter(name__in=WAGTAILS_GROUPS).exists()


def test_one_with_members_stays(portal, reporter):
    moderators = Group.objects.create(name="Moderators")
    reporter.groups.add(moderators)
    Group.objects.create(name="Editors")
    said: list[str] = []
    set_up(said.append)
    assert list(Group.objects.filter(name__in=WAGTAILS_GROUPS)) == [moderators]
    assert list(moderators.user_set.all()) == [reporter]
    assert sum("Editors" in line for line in said) == 1
    set_up(said.append)
    assert sum("Editors" in line for line in said) == 1
