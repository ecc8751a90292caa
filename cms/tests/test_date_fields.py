"""Dates in the admin's forms: written and read as 26/05/2023, in each language that somebody may choose."""

from datetime import date, datetime

import pytest
from django import forms
from django.conf import settings
from django.utils import timezone, translation
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_date_field_writes_it_reads_as_the_same_day(language):
    with translation.override(language):
        written = AdminDateInput().format_value(date(2023, 6, 5))
        assert written == "05/06/2023"
        assert forms.DateField().clean(written) == date(2023, 6, 5)
        assert forms.DateField().clean("5/6/2023") == date(2023, 6, 5)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_hour_field_writes_it_reads_as_the_same_hour(language):
    hour = timezone.make_aware(datetime(2023, 6, 5, 14, 30))
    with translation.override(language):
        written = AdminDateTimeInput().format_value(datetime(2023, 6, 5, 14, 30))
        assert written == "05/06/2023 14:30"
        assert forms.DateTimeField().clean(written) == hour


@pytest.mark.django_db
def test_the_editor_shows_them_so(client, portal, make_story, reporter):
    story = make_story(reporter, conference=True, start_date=date(2023, 6, 5))
    client.force_login(reporter)
    editor = client.get(f"/quan-tri/pages/{story.pk}/edit/").content.decode()
    assert 'value="05/06/2023"' in editor
    assert 'value="2023-06-05"' not in editor
