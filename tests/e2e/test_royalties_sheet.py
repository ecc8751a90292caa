"""The month's royalties on the screen and on paper: a date is one word, however long the titles are."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import CHIEF, REPORTER
from cms.workflow import service
from cms.workflow.acts import rounds
from news.models import Contribution
from news.tests.factories import NewsArticlePageFactory

TITLE = (
    "Sở Nội vụ tỉnh Thanh Giang tổ chức Hội nghị sơ kết công tác sáu tháng đầu năm, triển khai nhiệm vụ " * 2
)
# How many lines the text of a cell stands on, for each of them.
LINES = """cells => cells.map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(line => Math.round(line.top))).size;
})"""


@pytest.mark.django_db(transaction=True)
def test_a_date_is_never_broken(live_server, served_portal, make_user, new_page, screenshot):
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai")
    chief = make_user("chanhvanphong", CHIEF, "Trần Quốc", "Hưng")
    story = NewsArticlePageFactory(
        parent=served_portal.news_index, owner=reporter, title=TITLE.strip(), slug="tin", genre="phong_su_anh"
    )
    story.contributions = [Contribution(name="Lê Thị Mai", wrote_news=True, took_photos=True)]
    story.save()
    story.save_revision(user=reporter)
    state = service.submit(story, reporter)
    service.sign(state.pk, chief, rounds.shown_now(story.pk).mint())
    session = Client()
    session.force_login(chief)
    cookie = {"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}
    page = new_page(width=1280)
    page.context.add_cookies([cookie])
    for name in ("royalties", "royalties_print"):
        page.goto(live_server.url + reverse(name))
        for width in (1280, 900):
            page.set_viewport_size({"width": width, "height": 900})
            screenshot(page, f"{name}-{width}", full_page=False)
            days = page.locator("td[data-label='Ngày đăng']")
            assert days.count() > 0
            assert set(days.evaluate_all(LINES)) == {1}, (name, width)
