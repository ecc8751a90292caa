"""docs/proofing.md says which checks there are."""

from pathlib import Path

import pytest
from django.conf import settings

from news.proofing.checks import CHECKS
from news.proofing.documentation import table

RULES = Path(__file__).parents[1] / "checks"


def test_the_table_is_the_generated_one():
    page = (settings.BASE_DIR / "docs" / "proofing.md").read_text(encoding="utf-8")
    assert table() in page, "run `python -m news.proofing.documentation` and paste its table"


def test_every_check_has_a_key_of_its_own():
    assert len({check.key for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.stem)
def test_the_rules_ask_no_database_and_no_network(path):
    source = path.read_text(encoding="utf-8")
    for word in ("objects.", "models", "requests", "urlopen", "connection"):
        assert word not in source
