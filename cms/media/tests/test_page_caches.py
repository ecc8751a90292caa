"""Work in the library leaves readers' pages where they are kept, unless a public text shows the file."""

import pytest

from cms.caching.models import Generation
from home.models import PortalSettings

from .test_public_use import attached, in_lead

pytestmark = pytest.mark.django_db


def generation() -> int:
    return Generation.objects.values_list("number", flat=True).first() or 0


@pytest.fixture(params=["picture", "document"])
def file(request, picture, document):
    return {"picture": picture, "document": document}[request.param]


def test_captions_of_uploads_and_their_deletion_empty_nothing(file):
    before = generation()
    for number in range(3):
        file.title = f"Quang cảnh {number}"
        file.save()
    file.delete()
    assert generation() == before


def test_nor_what_is_changed_of_a_file_in_a_draft(make_story, reporter, picture, document, file):
    make_story(reporter, **in_lead(picture, document), **attached(picture, document))
    before = generation()
    file.title = "Tên mới"
    file.save()
    assert generation() == before


def test_what_is_changed_of_a_file_that_is_shown_is_seen_at_once(published, picture, document, file):
    published(**in_lead(picture, document), **attached(picture, document))
    before = generation()
    file.tags.add("hội nghị")
    file.save()
    assert generation() > before


def test_the_logo_counts_as_shown(portal, picture):
    settings = PortalSettings.for_site(portal.site)
    settings.logo = picture
    settings.save()
    before = generation()
    picture.title = "Tên mới"
    picture.save()
    assert generation() > before
