"""Lines of the register for tests of what prints it."""

from typing import Any

from django.utils import timezone

from cms.workflow.models import Decision


def line(**values: Any) -> Decision:
    """Record a decision with these values; the rest is ordinary."""
    ordinary = {
        "page_id": 900_001,
        "page_title": "Sở Nội vụ tổ chức hội nghị",
        "page_type": "news.NewsArticlePage",
        "kind": Decision.Kind.SIGNED,
        "person_name": "Phạm Văn Giang",
        "content_hash": "0" * 64,
        "made_at": timezone.now(),
    }
    return Decision.objects.create(**{**ordinary, **values})
