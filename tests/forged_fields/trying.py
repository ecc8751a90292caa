"""Sending a form honestly and forged, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection

from cms.workflow.tests.desk import as_user

from ..admin_surface import things
from ..admin_surface.addresses import filled
from . import filling, sent, stored, values

EMPTY = patch.object(SimpleTemplateResponse, "rendered_content", "")
PEOPLE = ("reporter", "collaborator", "other_reporter", "chief", "deputy")

Look = Callable[[], Any]


class Newsroom:
    """Everybody, the things of those who are asked for, and the desk at which each sends a form."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        fixture = request.getfixturevalue
        self.people = {name: fixture(name) for name in PEOPLE}
        self.portal, self.clock = fixture("portal"), fixture("time_machine")
        self.made = SimpleNamespace(
            portal=self.portal,
            make_story=fixture("make_story"),
            publish=fixture("publish"),
            chief=self.people["chief"],
            deputy=self.people["deputy"],
        )
        self.common = things.of_portal(self.made)
        self.files: dict[str, Any] = things.new_files("Kho", 91, self.portal.collection)
        other = self.people["other_reporter"]
        story = self.made.make_story(other, title="Bài khác", lead="Lời dẫn.")
        self.files["story"] = self.made.publish(story, other, self.people["chief"])
        for name in ("Một", "Hai"):
            self.portal.collection.add_child(instance=Collection(name=name))

    def desk_of(self, who: str, author: str = "") -> Callable[[sent.Sent], filling.Desk]:
        """Return what seats that person before a form, about the things of that author or the own."""
        known = self.common | things.of_author(self.people[author or who], self.made)
        self.clock.move_to(timezone.now(), tick=False)
        client = as_user(self.people[who], raise_request_exception=False)
        return lambda form: filling.Desk(
            client, self.people[who], form.address, dict(known[form.thing]), self.files
        )


@dataclass
class Tried:
    """What came of a form: what was stored before, honestly, and with what was forged."""

    before: stored.Rows
    honest: stored.Rows
    forged: stored.Rows
    answer: Any

    @property
    def taken(self) -> set[str]:
        return stored.differences(self.honest, self.forged)

    @property
    def refused(self) -> str:
        """The errors of a form that took nothing; "" if it took what was honest."""
        if stored.differences(self.before, self.forged) or not stored.differences(self.before, self.honest):
            return ""
        context = getattr(self.answer, "context_data", None) or {}
        form = context.get("form")
        rows = {name: each.errors for name, each in getattr(form, "formsets", {}).items()}
        return f"{self.answer.status_code} {getattr(form, 'errors', '')} {rows}"


def post(client: Client, address: str, form: filling.Form, look: Look = stored.rows) -> tuple[Any, Any]:
    """Send a form; return the answer and what ``look`` sees, and leave everything as it was."""
    for value in form.values():
        if hasattr(value, "seek"):
            value.seek(0)
    cookies = client.cookies.copy()
    with stored.undone(), EMPTY:
        answer = client.post(address, form)
        seen = look()
    client.cookies = cookies
    return answer, seen


def forge(form: sent.Sent, desk: filling.Desk) -> tuple[filling.Form, filling.Form, stored.Rows, stored.Rows]:
    """Return the honest form, the forged one, what was stored before, and what the honest one stores."""
    honest = form.form(desk)
    before = after = stored.rows()
    if form.stores:
        _answer, after = post(desk.client, filled(desk.address, desk.values), honest)
    models = stored.tables()
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    touched = {models[name] for name, _number in changed}
    ordered = sorted(touched, key=lambda model: model._meta.label)
    forged = (
        values.forged(honest, form.main, ordered) | form.taken | {name: honest[name] for name in form.kept}
    )
    return honest, forged, before, after


def try_form(form: sent.Sent, desk: filling.Desk) -> Tried:
    _honest, forged, before, after = forge(form, desk)
    answer, seen = post(desk.client, filled(desk.address, desk.values), forged)
    return Tried(before, after, seen, answer)
