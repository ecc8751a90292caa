"""A reporter makes mistakes, sees them beside the form, goes to the field, mends them – at a desk and on a phone."""

import pytest
from wagtail.models import Page

from cms.accounts.roles import CHIEF, REPORTER
from cms.workflow import service
from news.models import Speech
from news.tests.factories import ConferenceReportPageFactory

from .test_story_from_draft_to_reader import log_in
from .waiting import wait_until

IN_SIGHT = """() => {
  const box = document.activeElement.getBoundingClientRect();
  return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
}"""
SLIP = "[data-proofing-excerpt='phòng trào']"


@pytest.fixture
def draft(served_portal, make_user):
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai")
    make_user("chanhvanphong", CHIEF, "Trần Quốc", "Hưng", position="Chánh Văn phòng")
    served_portal.news_index.refresh_from_db()
    story = ConferenceReportPageFactory(
        parent=served_portal.news_index,
        owner=reporter,
        title="Hội nghị sơ kết",
        body=[("paragraph", "<p>Các phòng trào thi đua lan rộng.</p>")],
    )
    story.speeches = [
        Speech(speaker="Lò Văn Thành", text="<p>Lời.</p>", sort_order=0),
        Speech(speaker="Hoàng Lê Duy", text="<p>Lời.</p>", sort_order=1),
    ]
    story.save_revision(user=reporter, log_action=True)
    return story


def open_panel(page) -> None:
    page.locator("[data-side-panel-toggle=proofing]").click()
    page.locator("[data-side-panel=proofing] [data-proofing-summary]").wait_for()


@pytest.mark.django_db(transaction=True)
def test_a_mistake_is_seen_found_mended_and_gone(live_server, draft, new_page, screenshot):
    desk = new_page()
    log_in(desk, live_server, "phongvien")
    desk.goto(f"{live_server.url}/quan-tri/pages/{draft.pk}/edit/")
    open_panel(desk)
    panel = desk.locator("[data-side-panel=proofing]")
    screenshot(desk, "proofing-1-desk", full_page=False)

    # In the body's rich text: the way leads into that block, and the words are marked without being changed.
    panel.locator(SLIP).click()
    wait_until(desk, "document.activeElement.closest('[data-contentpath=body]') !== null")
    wait_until(desk, "CSS.highlights.get('proofing').size === 1")
    wait_until(desk, IN_SIGHT)
    screenshot(desk, "proofing-2-jumped", full_page=False)
    desk.keyboard.press("Control+a")
    desk.keyboard.insert_text("Các phong trào thi đua lan rộng.")
    panel.locator(SLIP).wait_for(state="detached")

    # Typed into a field: it appears without saving, the words are selected, and it goes again.
    lead = desk.locator("#id_lead")
    lead.fill("Nhiều phòng trào được tổ chức.")
    panel.locator(SLIP).wait_for()
    panel.locator(SLIP).focus()
    desk.keyboard.press("Enter")
    wait_until(
        desk,
        "(e => e.value && e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement) === 'phòng trào'",
    )
    desk.keyboard.insert_text("phong trào")
    panel.locator(SLIP).wait_for(state="detached")
    assert lead.input_value() == "Nhiều phong trào được tổ chức."
    counter = desk.locator("[data-side-panel-toggle=proofing] [data-side-panel-toggle-counter]")
    assert counter.inner_text().strip() == str(panel.locator(".proofing__finding").count())

    # A row of a list in another tab, on a phone, where the panel covers the form.
    phone = new_page(width=390, height=844)
    log_in(phone, live_server, "phongvien")
    phone.goto(f"{live_server.url}/quan-tri/pages/{draft.pk}/edit/")
    open_panel(phone)
    for width in (320, 768, 390):
        phone.set_viewport_size({"width": width, "height": 844})
        screenshot(phone, f"proofing-3-panel-{width}", full_page=False)
    phone.locator("[data-proofing-path='speeches.1.position']").click()
    wait_until(phone, "document.activeElement.name === 'speeches-1-position'")
    wait_until(phone, IN_SIGHT)
    screenshot(phone, "proofing-4-row-390", full_page=False)

    story = Page.objects.get(pk=draft.pk).specific
    service.submit(story, story.owner)
    chief = new_page(width=390, height=844)
    log_in(chief, live_server, "chanhvanphong")
    chief.goto(f"{live_server.url}/quan-tri/duyet/{draft.pk}/")
    for width in (320, 768, 1280, 390):
        chief.set_viewport_size({"width": width, "height": 844})
        chief.locator("#review-checks").scroll_into_view_if_needed()
        screenshot(chief, f"proofing-5-review-{width}")
        assert chief.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    chief.locator("a[href='#speeches-2']").click()
    assert chief.locator("#speeches-2:target").is_visible()
