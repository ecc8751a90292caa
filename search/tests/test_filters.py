"""The speaker of the filters: a name is understood as the portal prints it and as people write it."""

import pytest

from search.filters import Filters
from search.tests.documents import document, found, store

pytestmark = pytest.mark.django_db


def speaker(text: str) -> str:
    return Filters.from_address({"nguoi-phat-bieu": text}).speaker


@pytest.mark.parametrize(
    "typed",
    [
        "đồng chí Hà Đình Lâm",
        "Đồng chí: Hà Đình Lâm",
        "ĐỒNG CHÍ Hà Đình Lâm",
        "dong chi Hà Đình Lâm",
        "Đ/c Hà Đình Lâm",
        "đ/c. Hà Đình Lâm",
        "đ / c Hà Đình Lâm",
        "Đc Hà Đình Lâm",
        "Ông Hà Đình Lâm",
        "ong Hà Đình Lâm",
        "Bà  Hà Đình Lâm",
        "“Ông Hà Đình Lâm",
        "Hà Đình Lâm",
    ],
)
def test_a_form_of_address_is_no_part_of_the_name(typed):
    assert speaker(typed) == "Hà Đình Lâm"


@pytest.mark.parametrize(
    "typed", ["", "Ông", "Bà", "đ/c", "đồng chí", "Bá Văn Nam", "Đồng Văn Ba", "Anh Đức"]
)
def test_what_is_or_may_be_a_name_stays(typed):
    assert speaker(typed) == typed


def test_the_speaker_is_found_under_the_form_of_address():
    store(document(1, "Hội nghị", speakers=("Hà Đình Lâm",)), document(2, "Hội nghị", speakers=("Hà Thu",)))
    for typed in ("đồng chí Hà Đình Lâm", "Đ/c Lâm", "ông ha dinh lam"):
        tokens = Filters.from_address({"nguoi-phat-bieu": typed}).tokens
        assert found("hội nghị", required=tokens) == found("", required=tokens) == [1], typed
