"""Many public stories at once, for tests that count queries: stored as public without the review.

The triggers that refuse that are taken away inside the test's transaction, and come back with its end.
"""

from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from cms.workflow import triggers
from news.models import Category, ConferenceReportPage, Speech, StoryPage


def publish_many(index: Page, owner: Any, number: int) -> list[str]:
    """Store conference reports of one event as public, each with two speeches and a keyword.

    Returns:
        The addresses of the lists in which all of them stand.
    """
    triggers.remove(connection)
    category = Category.objects.order_by("pk").first()
    before = StoryPage.objects.count()
    today = timezone.localdate()
    for place in range(before, before + number):
        story = ConferenceReportPage(
            title=f"Tin số {place}",
            lead="Sáng nay, Sở Nội vụ tổ chức hội nghị sơ kết.",
            category=category,
            owner=owner,
            live=False,
            event_name="Hội nghị sơ kết",
            start_date=date(2024, 5, 1),
            body=[("paragraph", "<p>Nội dung.</p>")],
        )
        people = (("Hoàng Lê Duy", "Bí thư"), (f"Lê Văn {place}", "Giám đốc"))
        for order, (name, position) in enumerate(people):
            story.speeches.add(Speech(speaker=name, position=position, sort_order=order))
        story.tags.add("cải cách hành chính")
        index.refresh_from_db()
        index.add_child(instance=story)
        # All within a second: the first minutes of a month must not part them.
        Page.objects.filter(pk=story.pk).update(
            live=True, first_published_at=timezone.now() - timedelta(milliseconds=1000 - place)
        )
    assert category is not None
    return [
        "/tin-tuc-su-kien/",
        f"/tin-tuc-su-kien/?chuyen-muc={category.slug}&nam={today.year}",
        f"/tin-tuc-su-kien/{today.year}/",
        f"/tin-tuc-su-kien/{today.year}/{today.month}/",
        f"/tin-tuc-su-kien/chuyen-muc/{category.slug}/",
        "/tin-tuc-su-kien/tu-khoa/cai-cach-hanh-chinh/",
        "/tin-tuc-su-kien/nguoi-phat-bieu/",
        "/tin-tuc-su-kien/nguoi-phat-bieu/hoang-le-duy/",
        "/tin-tuc-su-kien/su-kien/hoi-nghi-so-ket-1-5-2024/",
    ]
