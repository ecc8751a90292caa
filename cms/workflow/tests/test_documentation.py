"""docs/review.md says what the rules say."""

import pytest
from django.conf import settings

from cms.workflow import documentation, triggers
from cms.workflow.models import Decision
from cms.workflow.rules import Action, State


@pytest.fixture(scope="module")
def page() -> str:
    return (settings.BASE_DIR / "docs" / "review.md").read_text(encoding="utf-8")


def test_the_table_is_the_generated_one(page):
    assert documentation.role_table() in page, (
        "run `python -m cms.workflow.documentation` and paste its table"
    )


def test_the_table_leaves_nothing_out():
    assert set(documentation.ACTIONS) == set(Action)
    assert set(documentation.STATES) == set(State)


def test_the_diagram_names_every_state(page):
    diagram = page.split("```mermaid")[1].split("```")[0]
    for state in State:
        assert state.value in diagram


def test_the_page_names_every_record_and_every_line_of_the_register(page):
    for table in triggers.EVIDENCE:
        assert f"`{table}`" in page
    for kind in Decision.Kind:
        assert f"`{kind.value}`" in page
