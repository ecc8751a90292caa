"""What Wagtail writes in English only is replaced; notices when Wagtail changes what is replaced."""

from pathlib import Path

import pytest
import wagtail.admin
from django.conf import settings
from django.urls import reverse

from cms.templatetags.admin_words import SEARCH_BUTTON

WAGTAILS = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin"
OURS = Path(settings.BASE_DIR) / "templates" / "wagtailadmin"


def test_the_actions_of_a_header_are_wagtails_but_for_their_label():
    _comment, *ours = (OURS / "shared/headers/_actions.html").read_text().splitlines()
    wagtails = (WAGTAILS / "shared/headers/_actions.html").read_text()
    assert 'aria-label="Actions"' in wagtails, "Wagtail has mended it: remove ours"
    assert ours == wagtails.replace('"Actions"', '"{% translate "Actions" %}"').splitlines()


def test_the_search_button_is_the_one_that_is_replaced():
    assert SEARCH_BUTTON in (WAGTAILS / "home.html").read_text(), "Wagtail has changed it"


@pytest.mark.django_db
def test_the_home_page_and_the_login_say_it_in_vietnamese(client, reporter):
    login = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Mật khẩu<span" in login
    client.force_login(reporter)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert 'value="Search"' not in home
    assert 'value="Tìm kiếm"' in home
