"""Nothing of a version becomes public that was not signed and shown, whatever a forged form put into it.

What a forged form can put there is found by forging (tests/forged_fields/), what of it becomes public by reading a
version in which every key says something else.
"""

import re
from typing import Any

import pytest
from django.db import models
from django.utils.text import capfirst
from wagtail.fields import StreamField

from cms.workflow.content import BOOKKEEPING, fingerprint
from cms.workflow.reading.outline import outline
from cms.workflow.tests.desk import as_user, review
from news.models import ConferenceReportPage

from .admin_surface.addresses import filled
from .forged_fields import filling, sent, stored, table, values
from .forged_fields.trying import Newsroom, forge, post
from .test_leaks import said_by

pytestmark = [
    # What the fixtures ask for by name, nobody sees beforehand.
    pytest.mark.django_db,
    pytest.mark.once,
]

SUBMIT = {"action-submit": "1"}
# What becomes public of a version although no signature covers it. No form may set any of it: none of it is in the
# table. Publication itself writes all but the first, which it writes if it is empty.
PUBLIC_UNSIGNED = {
    "first_published_at": "when the page was first public",
    "expired": "taken back when it is published",
}


@pytest.fixture
def newsroom(request) -> Newsroom:
    return Newsroom(request)


@pytest.fixture
def report(newsroom) -> tuple[filling.Desk, filling.Form, filling.Form]:
    """A reporter's desk before a new conference report, its honest form and its forged one."""
    form = next(form for form in sent.FORMS if form.address == sent.REPORT)
    desk = newsroom.desk_of("reporter")(form)
    honest, forged, _before, _after = forge(form, desk)
    return desk, honest, forged


def newest() -> Any:
    """Return the newest report as its newest version is."""
    return ConferenceReportPage.objects.latest("pk").get_latest_revision_as_object()


def seen() -> dict[str, Any]:
    """Return what the newest report's version says, and what whoever approves it is shown of it."""
    page = newest()
    shown = {section.name: section for section in outline(page)}
    content = page.latest_revision.content
    return {
        "content": content,
        "version": stored.of_version(content),
        "shown": shown,
        "print": fingerprint(content),
    }


def test_whatever_a_form_sets_is_signed_and_shown(report):
    desk, honest, forged = report
    address = filled(desk.address, desk.values)
    _answer, before = post(desk.client, address, honest, seen)
    _answer, after = post(desk.client, address, forged, seen)
    names = before["version"].keys() | after["version"].keys()
    changed = {name for name in names if before["version"].get(name) != after["version"].get(name)}
    unsigned = {line.column for line in table.lines() if line.unsigned}
    not_signed = {name for name in changed if not is_signed(name, before["content"], after["content"])}
    assert not_signed - unsigned == set(), "becomes public without a signature"
    not_shown = {name for name in changed - unsigned if not is_shown(name, before["shown"], after["shown"])}
    assert not_shown == set(), "is signed by who has not seen it"
    # And the table's reasons are those of columns that do not become public.
    assert {name.split(".")[1] for name in unsigned} <= BOOKKEEPING - set(PUBLIC_UNSIGNED)
    assert len(changed - unsigned) > 40


def is_signed(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether a version in which but that key is forged has another fingerprint."""
    _version, key, *column = name.split(".")
    if not column:
        return fingerprint({**before, key: after.get(key)}) != fingerprint(before)
    rows = [
        {**row, column[0]: forged.get(column[0])} for row, forged in zip(before[key], after[key], strict=True)
    ]
    return fingerprint({**before, key: rows}) != fingerprint(before)


def is_shown(name: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether what stands there differs on the review page: the section, and in rows the leaf of that name."""
    _version, key, *column = name.split(".")
    if not column or key == "tagged_items":
        return before[key] != after[key]
    model = ConferenceReportPage._meta.get_field(key).related_model
    label = str(capfirst(model._meta.get_field(column[0]).verbose_name))

    def leaves(sections: dict[str, Any]) -> list[Any]:
        return [leaf for piece in sections[key].pieces for leaf in piece.leaves if leaf.label == label]

    return leaves(before) != leaves(after)


def test_the_approver_reads_every_forged_word(report, newsroom):
    desk, _honest, forged = report
    chief = as_user(newsroom.people["chief"])
    unsigned = {line.column for line in table.lines() if line.unsigned}
    with stored.undone():
        answer = desk.client.post(
            filled(desk.address, desk.values), {**forged, **SUBMIT, "request-due_at": ""}
        )
        assert answer.status_code == 302
        page = newest()
        assert page.workflow_in_progress
        said = said_by(chief.get(review(page)))
        version = {
            name: str(value) for name, value in stored.of_version(page.latest_revision.content).items()
        }
    words = {
        word
        for name, value in version.items()
        if name not in unsigned
        for word in re.findall(rf"{values.SAYS} \w+", value)
    }
    assert len(words) > 15
    assert {word for word in words if word not in said} == set()


@pytest.mark.parametrize("conference", [True, False])
def test_what_becomes_public_without_a_signature(conference, newsroom, published):
    """Put another value under every key of a version, one by one, and see which of them its page takes."""
    story = published(conference=conference)
    content = story.latest_revision.content
    honest = story.with_content_json(dict(content))
    taken = set()
    for field in story._meta.concrete_fields:
        if field.name not in content or isinstance(field, StreamField):
            continue
        page = story.with_content_json({**content, field.name: in_json(field)})
        if field.value_from_object(page) != field.value_from_object(honest):
            taken.add(field.name)
    assert {
        "title",
        "slug",
        "go_live_at",
        "expire_at",
        "seo_title",
        "search_description",
        "show_in_menus",
    } <= taken
    assert taken & BOOKKEEPING == set(PUBLIC_UNSIGNED)
    assert not {line.column for line in table.lines()} & {f"version.{name}" for name in PUBLIC_UNSIGNED}


def in_json(field: Any) -> Any:
    """Return a forged value as a version stores it."""
    value = values.other(field)
    if isinstance(field, models.BooleanField):
        return not field.default
    return f"{value.replace(' ', 'T')}:00Z" if value == values.WHEN else value
