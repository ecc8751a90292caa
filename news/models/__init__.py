"""Stories and what belongs to them."""

from .albums import AlbumIndexPage, public_albums
from .article import NewsArticlePage
from .byline import Contribution
from .category import Category
from .conference import ConferenceReportPage, Speech
from .event import Event, EventType
from .gallery import GalleryImage
from .index import NewsIndexPage
from .listing import StoryListing, public_stories
from .rows import Attachment, Correction, RelatedStory
from .story import StoryPage, StoryTag
from .views import DailyViews, ViewCount

__all__ = [
    "AlbumIndexPage",
    "Attachment",
    "Category",
    "ConferenceReportPage",
    "Contribution",
    "Correction",
    "DailyViews",
    "Event",
    "EventType",
    "GalleryImage",
    "NewsArticlePage",
    "NewsIndexPage",
    "RelatedStory",
    "Speech",
    "StoryListing",
    "StoryPage",
    "StoryTag",
    "ViewCount",
    "public_albums",
    "public_stories",
]
