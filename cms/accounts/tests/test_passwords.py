"""What a password may be: long, and not expected. Nothing about its signs."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cms.accounts.passwords import EXPECTED_WORDS, is_expected
from cms.settings import base

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def problems(password, user=None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {problem.code for problem in error.error_list}
    return set()


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("matkhau123456", True),
        ("Mật khẩu 2026!", True),
        ("quantrivien2026", True),
        ("QuanTri@VanPhong", True),
        ("Vietnamvodich1", True),
        ("matkhaumoi12345", True),
        ("qwertyuiop[]", True),
        ("123456789012", True),
        ("210987654321", True),
        ("abcdefghijklm", True),
        ("aaaaaaaaaaaabbb", True),
        ("0909090909090", True),
        ("toi thich an pho buoi sang", False),
        ("mật khẩu của cô giáo cũ", False),
        ("83hf92k1xq70z", False),
        ("739105826401", False),
        ("Đường về nhà có cây gạo", False),
    ],
)
def test_expected(password, expected):
    assert is_expected(password, EXPECTED_WORDS) is expected


@pytest.mark.parametrize(
    ("password", "codes"),
    [
        ("dailamroi11", {"password_too_short"}),
        ("dai lam roi 1", set()),
        ("739105826401", set()),  # no rule on which signs: ASVS 5.0, 6.2.5
        ("ỡ" * 5 + " đường về nhà", set()),
        ("cây gạo đầu làng " * 7, set()),  # 119
        ("cây gạo đầu làng " * 8, {"password_too_long"}),  # 136
        ("password12345", {"password_expected"}),
    ],
)
def test_the_policy(password, codes):
    assert problems(password) & ({*codes} | {"password_too_short", "password_too_long"}) == codes


def test_nor_the_offices_name(portal):
    portal.site.site_name = "Sở Nông nghiệp tỉnh Thanh Lâm"
    portal.site.save()
    assert "password_expected" in problems("sonongnghieptinhthanhlam26")
    assert "password_expected" in problems("Cộng tác viên 2026")


def test_nor_like_the_account(make_user):
    account = make_user(
        "phamvangiang", last_name="Phạm Văn", first_name="Giang", position="Chánh Văn phòng Sở"
    )
    assert problems("phamvangiang1", account)
    assert problems("Chánh Văn phòng Sở", account)


def test_the_same_policy_holds_everywhere(settings):
    assert settings.AUTH_PASSWORD_VALIDATORS == base.AUTH_PASSWORD_VALIDATORS
