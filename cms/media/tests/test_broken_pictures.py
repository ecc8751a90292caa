"""A public picture whose file is lost or damaged: it stops nothing but its own publication."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.media import renditions
from cms.media.models import PortalImage, PortalRendition
from cms.media.specs import PICTURE_SPECS
from cms.workflow.models import Decision, SchedulerTrouble
from cms.workflow.scheduling import schedule

pytestmark = pytest.mark.django_db


def lead(picture) -> dict:
    return {"lead_image": picture, "lead_image_alt": "Hội trường"}


def lose(picture) -> bytes:
    """Delete the original and all that was made of it; return what the original was."""
    with picture.file.storage.open(picture.file.name) as file:
        data = file.read()
    picture.file.storage.delete(picture.file.name)
    PortalRendition.objects.all().delete()
    return data


def restore(picture, data: bytes) -> None:
    with open(picture.file.path, "wb") as file:
        file.write(data)


def read(page: Page) -> tuple[int, str]:
    answer = Client().get(Page.objects.get(pk=page.pk).get_url_parts()[2])
    return answer.status_code, answer.content.decode()


class TestTheHours:
    """Two hours on one page: the old version's end, and a newer one that shows a picture and cannot go out."""

    @pytest.fixture
    def replaced(self, published, publish, reporter, chief, picture):
        """A public story that expires in one hour, and its signed successor, due at the same hour."""
        end = timezone.now() + timedelta(hours=1)
        story = published(expire_at=end, lead="Bản cũ hết hạn.")
        draft = story.get_latest_revision_as_object()
        for name, value in {
            "go_live_at": end,
            "expire_at": None,
            "lead": "Bản mới.",
            **lead(picture),
        }.items():
            setattr(draft, name, value)
        draft.save_revision(user=reporter, log_action=True)
        return publish(Page.objects.get(pk=story.pk), reporter, chief)

    def test_what_expired_leaves_although_its_successor_cannot_come(self, replaced, picture):
        assert "Bản cũ hết hạn." in read(replaced)[1]
        original = lose(picture)
        with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
            for _run in range(2):
                schedule.run()
                status, page = read(replaced)
                assert status == 404
                assert "Bản cũ hết hạn." not in page
                # What could not be kept is said, and the hour that was signed is not forgotten.
                assert picture.title in SchedulerTrouble.objects.get(page_id=replaced.pk).error
            expired = Decision.objects.filter(page_id=replaced.pk, kind=Decision.Kind.EXPIRED)
            assert expired.count() == 1
            assert Page.objects.get(pk=replaced.pk).scheduled_revision

            restore(picture, original)
            schedule.run()
            assert "Bản mới." in read(replaced)[1]
            assert not SchedulerTrouble.objects.exists()

    def test_with_its_picture_the_successor_follows_without_a_gap(self, replaced):
        with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
            schedule.run()
            assert "Bản mới." in read(replaced)[1]
            assert not Decision.objects.filter(page_id=replaced.pk, kind=Decision.Kind.EXPIRED).exists()


class TestTheLibrary:
    def test_what_is_said_of_it_can_be_put_right(self, desk, published, picture, collection, caplog):
        """Its words have nothing to do with its file; readers see the placeholder until it is uploaded anew."""
        story = published(**lead(picture))
        lose(picture)
        address = reverse("wagtailimages:edit", args=[picture.pk])
        form = desk.get(address).context["form"]
        data = {name: value for name in form.fields if (value := form[name].value()) not in (None, "")}
        data.pop("file", None)
        caplog.clear()
        answer = desk.post(address, {**data, "credit": "Ảnh: Lê Thị Mai", "tags": ""})
        assert answer.status_code == 302
        assert PortalImage.objects.get(pk=picture.pk).credit == "Ảnh: Lê Thị Mai"
        assert [row.name for row in caplog.records if row.levelname == "ERROR"] == ["cms.media.renditions"]
        status, page = read(story)
        assert status == 200
        assert "picture-missing" in page

    def test_a_whole_one_is_still_cut_anew_at_once(self, published, picture):
        published(**lead(picture))
        PortalRendition.objects.filter(filter_spec=PICTURE_SPECS[0]).delete()
        picture.credit = "Lê Thị Mai"
        picture.save()
        assert renditions.missing(PortalImage.objects.get(pk=picture.pk)) == []
