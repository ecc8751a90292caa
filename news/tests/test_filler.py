"""Filler for measuring: what stands in the tables is what the portal itself would have written."""

import pytest

from cms.media import public_use
from cms.workflow.verification import findings
from news.filler import stories
from news.models import GalleryImage, StoryPage, public_albums

pytestmark = pytest.mark.django_db


def test_its_stories_are_public_proven_and_some_have_galleries(portal, client, monkeypatch):
    monkeypatch.setattr(stories, "BATCH", 12)
    assert list(stories.fill(portal.news_index, 24)) == [12, 24]
    assert StoryPage.objects.visible().count() == 24
    assert [finding for finding in findings() if finding.is_fault] == []
    assert [album.picture_count for album in public_albums()] == [3, 3, 3]
    assert list(public_use.differences()) == []
    story = public_albums().first().specific
    assert story.get_latest_revision_as_object().gallery_images.count() == 3
    assert client.get(story.url).content.decode().count("Ảnh 2: ")
    assert client.get("/thu-vien-anh/").status_code == 200
    assert GalleryImage.objects.create(story=story, image=story.gallery_images.first().image).pk > 9
