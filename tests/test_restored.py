"""A test that commits leaves the portal as every test finds it."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import TransactionTestCase
from wagtail.models import Page

from cms.workflow import triggers
from cms.workflow.models import Signature
from home.setup import existing

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_committed_is_gone_and_what_was_there_is_back(make_story, publish, reporter, chief):
    before = existing()
    story = publish(make_story(reporter), reporter, chief)
    assert Signature.objects.filter(page_id=story.pk).exists()
    # Django's own way to the end of a test: this fails if it no longer asks the method that conftest.py replaces.
    TransactionTestCase()._post_teardown()
    assert existing() == before
    assert not Page.objects.filter(pk=story.pk).exists()
    assert not Signature.objects.exists()
    assert not get_user_model().objects.exists()


def test_the_register_is_guarded_afterwards():
    TransactionTestCase()._post_teardown()
    assert not triggers.missing(connection)
