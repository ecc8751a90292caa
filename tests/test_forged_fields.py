"""Every field of every model, forged into every form that a reporter may send: only what it is for is stored.

Each form is sent honestly, then again with another value for every field that the models have, by every name. What
differs in the database – rows and versions, all columns – must be what the allow table says (tests/forged_fields/). A
new field is forged by itself: it fails here until no form takes it, or the table says which one may.
"""

from collections.abc import Callable

import pytest

from .admin_surface import table as surface
from .admin_surface.addresses import filled
from .forged_fields import filling, sent, stored, table
from .forged_fields.trying import Newsroom, post, try_form

# Forms are the same on every database; the triggers are tried on both (cms/workflow/tests/).
pytestmark = [
    # What the fixtures ask for by name, nobody sees beforehand.
    pytest.mark.django_db,
    pytest.mark.once,
]

TABLE = table.lines()
# Whose addresses are those of the table of addresses, by its letters.
SENDERS = {"reporter": "rR*", "collaborator": "cC*"}
# The table of addresses sends it no file, and without one it is refused.
WITH_A_FILE = {"documents/multiple/add/", "images/multiple/add/"}


def addresses_of(who: str) -> set[str]:
    """Return the addresses to which that role may send something."""
    return {line.address for line in surface.lines() if set(line.sending) & set(SENDERS[who])} | WITH_A_FILE


def test_every_form_is_tried():
    tried = {form.address for form in sent.FORMS} | set(sent.STORES_NOTHING)
    known = addresses_of("reporter") | addresses_of("collaborator")
    assert sorted(known - tried) == [], "say in tests/forged_fields/sent.py what is sent there"
    assert sorted(tried - known) == [], "nobody may send there: take it out"


@pytest.fixture
def newsroom(request) -> Newsroom:
    return Newsroom(request)


def wrong_with(
    forms: list[sent.Sent], desk_for: Callable[[sent.Sent], filling.Desk], *, whole: bool = True
) -> list[str]:
    """Try the forms; return what differs from the allow table, column by column.

    Args:
        whole: these are all forms of their letters, so that a column which none of them sets is out of date.
    """
    wrong, taken = [], dict[str, set[str]]()
    for form in forms:
        where, tried = f"{form.address} {form.thing}", try_form(form, desk_for(form))
        if form.stores and not stored.differences(tried.before, tried.honest):
            wrong.append(f"{where}: stores nothing of what is honestly sent")
        elif tried.refused:
            wrong.append(f"{where}: refuses what is forged, so nothing is known: {tried.refused}")
        else:
            taken[form.letter] = taken.get(form.letter, set()) | tried.taken
            more = sorted(tried.taken - table.allowed(TABLE, form.letter))
            wrong += [
                f"{where}: {column} takes what is forged (letter {form.letter or '–'})" for column in more
            ]
    for letter in filter(None, taken if whole else ()):
        wrong += [
            f"{line.file}: {line.column}: no form of the letter {letter} sets it any more"
            for line in TABLE
            if letter in line.letters and line.column not in taken[letter]
        ]
    return wrong


def test_what_is_forged_can_be_seen(newsroom):
    """Chance and the clock stand still: the same form stores the same twice, and one word more is one difference."""
    desk = newsroom.desk_of("reporter")(sent.Sent(filling.EDIT, "E", filling.page_form, thing="draft"))
    form, address = filling.page_form(desk), filled(desk.address, desk.values)
    before = stored.rows()
    _answer, once = post(desk.client, address, form)
    assert stored.rows() == before
    _answer, again = post(desk.client, address, form)
    assert stored.differences(once, again) == set()
    _answer, other = post(desk.client, address, {**form, "lead": "Khác."})
    assert stored.differences(once, other) == {"news.storypage.lead", "version.lead"}


def test_no_form_of_a_reporter_takes_more_than_it_is_for(newsroom):
    lines = [line for line in surface.lines() if set(line.sending) & set(SENDERS["reporter"])]
    known = {line.address: line.thing for line in lines}
    forms = [*sent.FORMS, *(sent.sent_to(address, known[address]) for address in sent.STORES_NOTHING)]
    wrong = wrong_with(forms, newsroom.desk_of("reporter"))
    assert not wrong, "\n".join(wrong)


def test_no_form_of_a_collaborator_takes_more_than_it_is_for(newsroom):
    """The forms are the reporter's; of those of a letter the first is tried, with the collaborator's rights."""
    mine = addresses_of("collaborator")
    first = {form.letter: form for form in reversed(sent.FORMS) if form.letter and form.address in mine}
    wrong = wrong_with(list(first.values()), newsroom.desk_of("collaborator"), whole=False)
    assert not wrong, "\n".join(wrong)


def test_no_form_of_an_approver_takes_more_than_it_is_for(newsroom):
    wrong = wrong_with(sent.APPROVERS, newsroom.desk_of("chief", "reporter"))
    assert not wrong, "\n".join(wrong)
