"""A newsroom that does anything in any order: the machine behind test_machine.py.

The acts are the service's own and what an editor's browser could do besides; scripts.py adds what scripts and
administrators do behind the review's back. What must hold after each of them stands in test_machine.py.
"""

from contextlib import suppress
from datetime import timedelta

import time_machine
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from wagtail.models import Page

from cms.workflow import cases, people, service, tokens
from cms.workflow.acts import rounds
from cms.workflow.models import Delegation, ReviewTask, Signature, TakeDown
from cms.workflow.rules import Action, may

WRITERS = ("reporter", "other_reporter", "chief")
PEOPLE = (*WRITERS, "deputy", "second_deputy")
APPROVERS = ("chief", "deputy", "second_deputy")
REASON = "Lý do được ghi đầy đủ, đủ dài cho mọi trường hợp."
DECISIONS = (Action.SIGN, Action.CONFIRM, Action.RETURN, Action.PUBLISH_URGENTLY)
TEXTS = ("Lời dẫn thứ nhất.", "Lời dẫn thứ hai.", "Lời dẫn thứ ba.")

person = st.sampled_from(PEOPLE)
approver = st.sampled_from(APPROVERS)
which = st.integers(0, 1)
text = st.sampled_from(TEXTS)


class Newsroom(RuleBasedStateMachine):
    """Random people, random acts, one database; every example is rolled back to where it began.

    Attributes:
        cast: name → id of the account.
        make_story: ``make_story(owner, **fields)`` returns a new draft.
    """

    cast: dict[str, int]
    make_story = None

    def __init__(self) -> None:
        super().__init__()
        self._example = transaction.atomic()
        self._example.__enter__()
        self._travel = time_machine.travel(timezone.now() + timedelta(days=1), tick=True)
        self.clock = self._travel.start()
        self.tokens: list[str] = ["", "forged"]
        self.stories = [self._new_story("reporter")]

    def teardown(self) -> None:
        self._travel.stop()
        transaction.set_rollback(True)
        self._example.__exit__(None, None, None)

    def user(self, name: str):
        """Return the account as it is now."""
        return get_user_model().objects.get(pk=self.cast[name])

    def page(self, index: int) -> Page:
        """Return the story of that number as it is now."""
        return Page.objects.get(pk=self.stories[index % len(self.stories)]).specific

    def _new_story(self, owner: str) -> int:
        return type(self).make_story(self.user(owner)).pk

    def _draft(self, index: int) -> Page:
        """Return what an editor's form shows: the latest revision."""
        return self.page(index).get_latest_revision_as_object()

    def _round(self, page: Page) -> int:
        loaded = cases.load(page, signatures=False)
        return loaded.task_state.pk if loaded.task_state else 0

    def _token(self, page: Page) -> str:
        token = rounds.Round(page, None, None, cases.load(page)).shown().mint()
        self.tokens.append(token)
        return token

    def perform(self, action: Action, name: str, index: int, token: str | None = None) -> None:
        """Do it; a refusal must come with a sentence, a signature must be on what was shown."""
        page, user = self.page(index), self.user(name)
        at = self._round(page)
        token = self._token(page) if token is None else token
        acts = {
            Action.EDIT: lambda: self.save(index, name, TEXTS[len(self.tokens) % 3]),
            Action.SUBMIT: lambda: service.submit(page, user),
            Action.WITHDRAW: lambda: service.withdraw(at, user),
            Action.REQUEST: lambda: service.change_request(at, user, urgent=True, note=REASON),
            Action.SIGN: lambda: service.sign(at, user, token),
            Action.CONFIRM: lambda: service.confirm(at, user, token),
            Action.REFUSE: lambda: service.refuse(at, user, token, REASON),
            Action.RETURN: lambda: service.return_page(at, user, token, REASON),
            Action.PUBLISH_URGENTLY: lambda: service.publish_urgently(at, user, token, REASON),
            Action.REVIEW_AFTERWARDS: lambda: service.review_afterwards(
                page.pk, user, service.shown_live(page).mint() if page.live_revision else token
            ),
            Action.CANCEL_SCHEDULE: lambda: service.cancel_schedule(page.pk, user, REASON),
            # What is withdrawn already can only leave the public altogether.
            Action.TAKE_DOWN: lambda: service.take_down(
                page.pk, user, TakeDown.Kind.WITHDRAWN if page.live else TakeDown.Kind.MISTAKE, REASON
            ),
        }
        refusal, last = None, Signature.objects.order_by("id").last()
        try:
            acts[action]()
        except PermissionDenied as error:
            refusal = str(error)
        assert refusal is None or refusal.strip(), f"{action} refused without a word"
        signed = Signature.objects.order_by("id").last()
        if action in (Action.SIGN, Action.CONFIRM, Action.PUBLISH_URGENTLY) and signed != last:
            assert signed.content_hash == tokens.read(token).content, "signed something else than was shown"

    def save(self, index: int, name: str, lead: str, **fields) -> None:
        """Save a revision, as an editor's form does, asking nobody."""
        draft = self._draft(index)
        draft.lead = lead
        for field, value in fields.items():
            setattr(draft, field, value)
        draft.save_revision(user=self.user(name), log_action=True)

    @precondition(lambda self: len(self.stories) < 2)
    @rule(owner=st.sampled_from(WRITERS))
    def create(self, owner):
        self.stories.append(self._new_story(owner))

    @rule(data=st.data(), name=person, index=which)
    def something_allowed(self, data, name, index):
        """What the rules allow that person now: this brings stories forward."""
        page = self.page(index)
        loaded = cases.load(page)
        loaded.task = loaded.task or cases.review_task_of(page)
        who = people.as_person(self.user(name), page, loaded.task)
        allowed = [action for action in Action if action != Action.DELETE and may(loaded.case, who, action)]
        if allowed:
            self.perform(data.draw(st.sampled_from(allowed)), name, index)

    @rule(index=which, leaves=st.booleans(), corrected=st.booleans(), confirmed=st.booleans())
    def the_usual_way(self, index, leaves, corrected, confirmed):
        """The reporter submits, the chief signs, perhaps after a correction: most of what a newsroom does."""
        ReviewTask.objects.update(active=True, independent_approver=False)
        self._set_active("chief", True)
        self._set_active("reporter", True)
        self.perform(Action.SUBMIT, "reporter", index)
        if corrected:
            self.save(index, "chief", TEXTS[len(self.tokens) % 3])
        self._set_active("reporter", not leaves)
        self.perform(Action.SIGN, "chief", index)
        if confirmed:
            self.perform(Action.CONFIRM, "reporter", index)

    @rule(index=which, name=approver)
    def what_is_public_leaves_while_a_correction_waits(self, index, name):
        """The reporter's confirmation is what is left over from before."""
        self.the_usual_way(index, leaves=False, corrected=False, confirmed=False)
        self.save(index, "reporter", TEXTS[len(self.tokens) % 3])
        self.the_usual_way(index, leaves=False, corrected=True, confirmed=False)
        self.perform(Action.TAKE_DOWN, name, index)
        self.perform(Action.CONFIRM, "reporter", index)

    @rule(index=which, action=st.sampled_from([Action.SIGN, Action.PUBLISH_URGENTLY]))
    def the_chiefs_own_deputy_decides(self, index, action):
        self.perform(Action.SUBMIT, "chief", index)
        self._delegate("chief", "other_reporter")
        self.perform(action, "other_reporter", index)

    @rule(index=which, name=person, writer=person, lead=text, action=st.sampled_from(DECISIONS))
    def the_text_changes_under_the_reader(self, index, name, writer, lead, action):
        token = self._token(self.page(index))
        self.save(index, writer, lead)
        self.perform(action, name, index, token)

    @rule(
        action=st.sampled_from([action for action in Action if action != Action.DELETE]),
        name=person,
        index=which,
    )
    def anything(self, action, name, index):
        self.perform(action, name, index)

    @rule(
        action=st.sampled_from(DECISIONS),
        name=person,
        index=which,
        back=st.integers(1, 6),
    )
    def decide_on_what_was_seen_before(self, action, name, index, back):
        """A tab opened earlier, perhaps on another text, another story, or nothing at all."""
        self.perform(action, name, index, token=self.tokens[-min(back, len(self.tokens))])

    @rule(name=person, index=which, lead=text)
    def edit(self, name, index, lead):
        """A save that nobody stopped: a tab that was open before the page was locked, or a script."""
        self.save(index, name, lead)

    @rule(index=which, lead=text)
    def autosave(self, index, lead):
        """Overwrite the latest revision under its own id, as its author's browser does."""
        draft = self._draft(index)
        revision = self.page(index).latest_revision
        draft.lead = lead
        draft.save_revision(user=revision.user, overwrite_revision=revision)

    @rule(name=st.sampled_from(WRITERS), index=which, hours=st.sampled_from([None, 2, 30]))
    def set_the_hour(self, name, index, hours):
        hour = timezone.now() + timedelta(hours=hours) if hours else None
        self.save(index, name, TEXTS[0], go_live_at=hour)

    @rule(name=st.sampled_from(WRITERS), index=which)
    def set_the_end(self, name, index):
        self.save(index, name, TEXTS[0], expire_at=timezone.now() + timedelta(hours=40))

    @rule(hours=st.sampled_from([1, 3, 50, -2]))
    def time_passes(self, hours):
        """Or the clock is set back."""
        self.clock.shift(timedelta(hours=hours))
        call_command("publish_scheduled")

    @rule(name=person)
    def leave_or_come_back(self, name):
        self._set_active(name, not self.user(name).is_active)

    def _set_active(self, name: str, active: bool) -> None:
        get_user_model().objects.filter(pk=self.cast[name]).update(is_active=active)

    @rule(principal=approver, deputy=person)
    def delegate(self, principal, deputy):
        if principal != deputy:
            self._delegate(principal, deputy)

    def _delegate(self, principal: str, deputy: str) -> None:
        Delegation.objects.create(
            approver_id=self.cast[principal],
            deputy_id=self.cast[deputy],
            ends_at=timezone.now() + timedelta(hours=20),
        )

    @rule()
    def disable_or_enable_the_step(self):
        task = ReviewTask.objects.get()
        if task.active:
            with suppress(PermissionDenied):
                task.deactivate()
        else:
            task.active = True
            task.save()

    @rule(strict=st.booleans())
    def change_the_form(self, strict):
        ReviewTask.objects.update(independent_approver=strict)
