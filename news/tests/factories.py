"""Factories for stories: drafts, as a reporter's form makes them."""

import factory
import wagtail_factories
from django.utils import timezone

from news.models import Category, ConferenceReportPage, NewsArticlePage


class CategoryFactory(factory.django.DjangoModelFactory):
    """A category."""

    name = factory.Sequence(lambda number: f"Chuyên mục {number}")

    class Meta:
        model = Category
        django_get_or_create = ("name",)


class StoryPageFactory(wagtail_factories.PageFactory):
    """What all stories share. Never live: publication belongs to the review."""

    title = factory.Sequence(lambda number: f"Sở Nội vụ tổ chức hội nghị lần thứ {number}")
    # Wagtail's page factory makes slugs without Vietnamese; the page does it right.
    slug = ""
    lead = "Sáng nay, Sở Nội vụ tổ chức hội nghị sơ kết công tác sáu tháng đầu năm."
    category = factory.SubFactory(CategoryFactory, name="Tin hoạt động")
    live = False
    body = factory.LazyFunction(
        lambda: [("paragraph", "<p>Hội nghị đánh giá kết quả và bàn nhiệm vụ thời gian tới.</p>")]
    )

    class Meta:
        abstract = True


class NewsArticlePageFactory(StoryPageFactory):
    """A news article."""

    class Meta:
        model = NewsArticlePage


class ConferenceReportPageFactory(StoryPageFactory):
    """A conference report."""

    event_name = "Hội nghị sơ kết công tác sáu tháng đầu năm"
    start_date = factory.LazyFunction(timezone.localdate)

    class Meta:
        model = ConferenceReportPage
