"""Read-only JSON of the public stories: Wagtail's API v2, with this one endpoint (docs/api.md).

It starts from ``visible()``, and what it says is written out here: a field that somebody adds to a page is
not in it. Wagtail's own pages endpoint offers every page type, the tree, a search of its own and whatever
``api_fields`` name; none of that is here.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest
from redis.exceptions import RedisError
from rest_framework.fields import Field
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.throttling import BaseThrottle
from wagtail.api import APIField
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

from cms.routing import whole_number
from news.counting.reader import comes_too_often
from news.models import Category, ConferenceReportPage, NewsArticlePage, StoryPage
from news.models.listing import LIST_ONLY_DEFERRED, by_number, of_kind

from .addresses import page_address
from .pictures import picture_of, with_picture

KINDS: dict[str, type[StoryPage]] = {model.kind: model for model in (NewsArticlePage, ConferenceReportPage)}
ORDERS = ("first_published_at", "-first_published_at", "last_published_at", "-last_published_at")
LARGEST_OFFSET = 10_000_000
# Longer than all fields together.
LONGEST_FIELDS = 300
MOST_A_MINUTE = 120


class Derived(Field):
    """A field that a function makes of the request and the story."""

    def __init__(self, make: Callable[[HttpRequest, Any], Any]) -> None:
        super().__init__(read_only=True)
        self.make = make

    def get_attribute(self, instance: Any) -> Any:
        return self.make(self.context["request"], instance)

    def to_representation(self, value: Any) -> Any:
        return value


def _category(request: HttpRequest, story: Any) -> dict[str, str] | None:
    return {"name": story.category.name, "slug": story.category.slug} if story.category else None


def _picture(request: HttpRequest, story: Any) -> dict[str, Any] | None:
    picture = picture_of(request, story)
    if picture is None:
        return None
    return {"url": picture.address, "width": picture.width, "height": picture.height, "alt": picture.alt}


class Paging(WagtailPagination):
    """Wagtail's, for numbers that the database takes."""

    def paginate_queryset(self, queryset: QuerySet, request: HttpRequest, view: Any = None) -> QuerySet:
        if "offset" in request.GET and whole_number(request.GET["offset"], 0, LARGEST_OFFSET) is None:
            raise BadRequestError(f"offset must be a whole number from 0 to {LARGEST_OFFSET}")
        found = super().paginate_queryset(queryset, request, view)
        if not int(request.GET.get("offset", 0)):
            return found
        # By their numbers: whoever skips stories skips their joined rows, and looks for all their pictures.
        return queryset.filter(pk__in=list(found.values_list("pk", flat=True)))


class ReaderThrottle(BaseThrottle):
    """So many requests a minute; who asks is known by a hash for that minute (news/counting/reader.py)."""

    def allow_request(self, request: Any, view: Any) -> bool:
        try:
            return not comes_too_often(request, "api", MOST_A_MINUTE)
        except (RedisError, OSError):
            return True  # without the cache nobody is refused

    def wait(self) -> float:
        return 60


class StoriesAPIViewSet(BaseAPIViewSet):
    """The public stories, newest first: ``kind``, ``category``, ``order``, ``limit``, ``offset``, ``fields``."""

    model = StoryPage
    name = "trang"
    # No session is looked at: the answer is the same for everybody.
    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    throttle_classes = [ReaderThrottle]
    renderer_classes = [JSONRenderer]
    parser_classes: list[Any] = []
    metadata_class = None
    pagination_class = Paging

    known_query_parameters = frozenset({"limit", "offset", "fields", "order", "kind", "category"})
    body_fields = [
        "id",
        "title",
        "lead",
        APIField("category", serializer=Derived(_category)),
        APIField("picture", serializer=Derived(_picture)),
    ]
    meta_fields = [
        APIField("kind", serializer=Derived(lambda request, story: story.specific_class.kind)),
        "detail_url",
        APIField("html_url", serializer=Derived(page_address)),
        "slug",
        "first_published_at",
        "last_published_at",
    ]
    listing_default_fields = [
        field.name if isinstance(field, APIField) else field for field in (*body_fields, *meta_fields)
    ]
    nested_default_fields = ["id"]

    @classmethod
    def get_urlpatterns(cls) -> list[Any]:
        """Return listing and detail; Wagtail's ``find/`` only redirects to the latter."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "find"]

    def check_query_parameters(self, queryset: QuerySet) -> None:
        """Refuse what is not known. Replaces Wagtail's, which lets every column of the table pass."""
        unknown = set(self.request.GET) - self.known_query_parameters
        if unknown:
            raise BadRequestError(
                "unknown parameter; known are: " + ", ".join(sorted(self.known_query_parameters))
            )
        fields = self.request.GET.get("fields", "")
        # Nested ones are read by recursion, and there is nothing to nest.
        if len(fields) > LONGEST_FIELDS or "(" in fields:
            raise BadRequestError("fields is a list of names, separated by commas")

    def get_queryset(self) -> QuerySet:
        """Return the public stories that the address asks for."""
        stories = with_picture(StoryPage.objects.visible().defer(*LIST_ONLY_DEFERRED))
        return stories.select_related("category", "content_type").order_by("-first_published_at", "-pk")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Narrow and sort the listing. Raises BadRequestError, which is answered with its sentence."""
        asked = self.request.GET
        if kind := asked.get("kind"):
            if kind not in KINDS:
                raise BadRequestError("kind must be one of: " + ", ".join(KINDS))
            queryset = of_kind(queryset, KINDS[kind])
        if slug := asked.get("category"):
            category = None if "\x00" in slug else Category.objects.filter(slug=slug).first()
            if category is None:
                raise BadRequestError("there is no such category")
            queryset = queryset.filter(category=category)
        if order := asked.get("order"):
            if order not in ORDERS:
                raise BadRequestError("order must be one of: " + ", ".join(ORDERS))
            queryset = queryset.order_by(order, "-pk")
        return queryset

    def get_object(self) -> StoryPage:
        """Return the story of the address; what is not public does not exist."""
        self.check_query_parameters(self.get_queryset())
        story = by_number(self.get_queryset(), self.kwargs["pk"])
        if story is None:
            raise Http404("not found")
        return story


# ETag and packing are the page cache's (cms/caching), as for every public page. It keeps the bare listing and
# the stories; a listing that was asked for with parameters is built each time, for they have many values.
router = WagtailAPIRouter("api")
router.register_endpoint(StoriesAPIViewSet.name, StoriesAPIViewSet)
patterns = (decorate_urlpatterns(router.get_urlpatterns(), non_atomic_requests), router.url_namespace)
