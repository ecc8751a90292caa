"""The editor on a phone: nothing lies over the text that nobody asked for."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "reopened"), [(390, False), (1280, True)])
def test_the_side_panel_stays_where_there_is_room(
    live_server, served_portal, make_story, reporter, new_page, width, reopened
):
    """Wagtail opens the last panel again; on a phone it covers the whole editor."""
    address = live_server.url + reverse("wagtailadmin_pages:edit", args=[make_story(reporter).pk])
    client = Client()
    client.force_login(reporter)
    page = new_page(width=width, height=844)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(address)
    page.locator("[data-side-panel-toggle='status']").first.click()
    page.wait_for_selector("[data-side-panel='status']", state="visible")
    page.goto(live_server.url + reverse("wagtailadmin_home"))
    page.goto(address)
    # Wagtail takes this class away right after it has opened what it remembers.
    page.wait_for_selector(".form-side:not(.form-side--initial)", state="attached")
    assert page.locator("[data-side-panel='status']").is_visible() is reopened
