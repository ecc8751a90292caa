"""A coefficient that was typed and not saved is saved by the decision; if it is wrong, nothing is decided."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import CHIEF, REPORTER
from cms.workflow import service
from cms.workflow.models import Decision
from news.models import Contribution
from news.royalties.models import Royalty
from news.tests.factories import NewsArticlePageFactory

COEFFICIENT = ".royalties-panel input[inputmode=decimal]"


@pytest.mark.django_db(transaction=True)
def test_what_was_typed_goes_with_the_decision(live_server, served_portal, make_user, new_page, screenshot):
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai")
    chief = make_user("chanhvanphong", CHIEF, "Trần Quốc", "Hưng")
    story = NewsArticlePageFactory(parent=served_portal.news_index, owner=reporter, title="Tin chờ duyệt")
    story.contributions = [Contribution(name="Lê Thị Mai", wrote_news=True)]
    story.save()
    story.save_revision(user=reporter)
    service.submit(story, reporter)
    session = Client()
    session.force_login(chief)
    page = new_page(width=390, height=844)
    page.context.add_cookies(
        [{"name": "sessionid", "value": session.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(live_server.url + reverse("workflow:review", args=[story.pk]))
    page.click(".royalties-panel summary")
    page.fill(COEFFICIENT, "12")  # a news item has at most 10
    page.fill("#tra-bai textarea", "Bổ sung số liệu về kinh phí.")
    page.click("#tra-bai button[type=submit]")
    page.locator("[data-royalties-refused]").wait_for()
    screenshot(page, "royalties-refused-390", full_page=False)
    assert not Decision.objects.filter(kind="returned").exists()
    page.fill(COEFFICIENT, "6,5")
    with page.expect_navigation():
        page.click("#tra-bai button[type=submit]")
    assert Royalty.objects.get().coefficient == Decimal("6.5")
    assert Decision.objects.filter(kind="returned").count() == 1
