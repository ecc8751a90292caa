"""Renditions are ready before anybody reads; interrupted or twice at once, they are made once."""

import errno
import io
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.images.models import WagtailImageFieldFile
from wagtail.models import Page

from cms.media import publication, renditions, tasks
from cms.media.intake import store_picture
from cms.media.models import PortalImage, PortalRendition, PublicUse
from cms.media.specs import LARGEST_JPEG, PICTURE_SPECS
from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.models import Decision, SchedulerTrouble, Signature
from cms.workflow.scheduling import schedule
from cms.workflow.views import deciding
from home.models import PortalSettings
from news.models import GalleryImage

from . import made

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def lead(picture) -> dict:
    return {"lead_image": picture, "lead_image_alt": "Hội trường"}


def token(page) -> str:
    return rounds.shown_now(page.pk).mint()


def stored() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in (root / "images").rglob("*") if path.is_file()}


class TestMaking:
    def test_everything_once(self, picture):
        assert renditions.missing(picture) == list(PICTURE_SPECS)
        assert renditions.unready([picture.pk]) == [picture]
        assert renditions.make(picture) == len(PICTURE_SPECS)
        assert renditions.missing(PortalImage.objects.get()) == []
        assert not renditions.unready([picture.pk])
        before = stored()
        assert renditions.make(picture) == 0
        assert stored() == before == {one.file.name for one in PortalRendition.objects.all()}

    def test_the_original_is_decoded_once(self, picture, monkeypatch):
        opened = []
        monkeypatch.setattr(
            Image,
            "open",
            lambda *args, _open=Image.open, **kwargs: opened.append(1) or _open(*args, **kwargs),
        )
        count = renditions.make(picture)
        assert count == len(PICTURE_SPECS)
        # Django measures each file that is made; the original is opened once.
        assert 1 <= len(opened) <= 1 + count

    def test_the_row_says_what_the_file_is(self, collection):
        picture = store_picture(made.jpeg(1600, 1200), "a.jpg", title="a", user=None, collection=collection)
        renditions.make(picture)
        kinds = {"avif": "AVIF", "webp": "WEBP", "jpeg": "JPEG"}
        for one in picture.renditions.all():
            with one.file.open() as file:
                shown = Image.open(io.BytesIO(file.read()))
            assert shown.size == (one.width, one.height)
            assert shown.format == next(kinds[name] for name in kinds if f"format-{name}" in one.filter_spec)
            assert made.is_near(made.corner(shown, "upper left"), (255, 0, 0), off_by=60)

    def test_it_goes_on_where_it_was_interrupted(self, picture, monkeypatch):
        store = renditions._store
        left = iter(range(4))

        def killed(*args):
            if next(left, None) is None:
                raise KeyboardInterrupt
            return store(*args)

        monkeypatch.setattr(renditions, "_store", killed)
        with pytest.raises(KeyboardInterrupt):
            renditions.make(picture)
        assert picture.renditions.count() == 4
        monkeypatch.undo()
        assert renditions.make(picture) == len(PICTURE_SPECS) - 4

    def test_two_makers_store_it_once(self, picture, monkeypatch):
        """The other one comes between our look and our row, for every single one."""
        store = WagtailImageFieldFile.save

        def after_the_other(self, name, content, save=True):
            store(self, name, content, save=False)
            mine = self.instance
            specs = {"filter_spec": mine.filter_spec, "focal_point_key": mine.focal_point_key}
            row = PortalRendition(image=picture, width=8, height=8, **specs)
            row.file.name = row.file.storage.save("images/khac.jpg", ContentFile(made.jpeg(8, 8)))
            row.file._committed = True
            row.save()

        monkeypatch.setattr(WagtailImageFieldFile, "save", after_the_other)
        assert renditions.make(picture) == 0
        monkeypatch.undo()
        assert PortalRendition.objects.count() == len(PICTURE_SPECS)
        # And of the loser's files nothing is left.
        assert stored() == {one.file.name for one in PortalRendition.objects.all()}

    def test_what_a_public_picture_lacks_is_made_when_it_is_saved(self, published, picture):
        """People move no focal point of it (test_public_words.py); a script may have."""
        published(**lead(picture))
        focus = dict.fromkeys(("focal_point_x", "focal_point_y"), 10)
        focus |= dict.fromkeys(("focal_point_width", "focal_point_height"), 5)
        PortalImage.objects.filter(pk=picture.pk).update(**focus)
        PortalImage.objects.get(pk=picture.pk).save()
        assert renditions.missing(PortalImage.objects.get(pk=picture.pk)) == []


class TestWhatGoesWrong:
    """At the decision: a sentence for the approver, nothing half public, one line for the engineers."""

    @staticmethod
    def lost(picture, monkeypatch):
        picture.file.storage.delete(picture.file.name)

    @staticmethod
    def damaged(picture, monkeypatch):
        path = Path(picture.file.path)
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:200])

    @staticmethod
    def full(picture, monkeypatch):
        write = FileSystemStorage._save

        def fills_up(self, path, content):
            write(self, path, ContentFile(b"half of it"))
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(FileSystemStorage, "_save", fills_up)

    @pytest.mark.parametrize("fault", ["lost", "damaged", "full"])
    def test_it_is_refused(self, make_story, reporter, chief, picture, monkeypatch, caplog, fault):
        story = make_story(reporter, **lead(picture))
        task_state = service.submit(story, reporter)
        getattr(self, fault)(picture, monkeypatch)
        signatures, decisions = Signature.objects.count(), Decision.objects.count()
        with pytest.raises(service.Refused) as refused:
            service.sign(task_state.pk, chief, token(story))
        assert picture.title in str(refused.value)
        assert not Page.objects.get(pk=story.pk).live
        assert (Signature.objects.count(), Decision.objects.count()) == (signatures, decisions)
        assert not PublicUse.objects.exists()
        assert PortalRendition.objects.count() == 0
        assert stored() == set()
        assert [row.name for row in caplog.records if row.levelname == "ERROR"] == ["cms.media.renditions"]
        # And as soon as it is mended, the same decision is taken.
        monkeypatch.undo()
        if fault == "full":
            service.sign(task_state.pk, chief, token(story))
            assert Page.objects.get(pk=story.pk).live

    def test_the_approver_reads_it_and_keeps_what_was_typed(
        self, client, make_story, reporter, chief, picture
    ):
        story = make_story(reporter, **lead(picture))
        service.submit(story, reporter)
        picture.file.storage.delete(picture.file.name)
        client.force_login(chief)
        address = reverse("workflow:review", args=[story.pk])
        answer = client.post(
            address, {"act": "sign", "token": token(story), "sign-text": "Đã xem, đồng ý đăng."}
        )
        page = answer.content.decode()
        assert answer.status_code == 200
        assert picture.title in page
        assert "Đã xem, đồng ý đăng." in page
        assert not Page.objects.get(pk=story.pk).live

    def test_the_scheduler_shows_it_and_goes_on(self, make_story, publish, reporter, chief, picture):
        now = timezone.now()
        story = make_story(reporter, go_live_at=now + timedelta(hours=1), **lead(picture))
        publish(story, reporter, chief)
        # Signed with everything there; then the disk lost the picture and all that was made of it.
        assert PortalRendition.objects.count() == len(PICTURE_SPECS)
        PortalRendition.objects.all().delete()
        picture.file.storage.delete(picture.file.name)
        with time_machine.travel(now + timedelta(minutes=61), tick=False):
            schedule.run()
            assert not Page.objects.get(pk=story.pk).live
            assert picture.title in SchedulerTrouble.objects.get(page_id=story.pk).error


class TestBeforehand:
    def test_they_are_there_when_a_page_goes_live(self, make_story, publish, reporter, chief, picture):
        publish(make_story(reporter, **lead(picture)), reporter, chief)
        assert not renditions.unready([picture.pk])

    def test_a_reader_makes_none(self, published, picture, monkeypatch):
        story = published(**lead(picture))

        def never(*args, **kwargs):
            raise AssertionError("a reader's request makes a rendition")

        monkeypatch.setattr(PortalImage, "generate_rendition_file", never)
        page = Client().get(story.url).content.decode()
        assert picture.renditions.get(filter_spec=LARGEST_JPEG).url in page
        assert Client().get("/").status_code == 200

    def test_they_are_made_outside_of_the_decisions_transaction(self):
        """On SQLite the review's transaction holds the only write lock; ATOMIC_REQUESTS must not begin it."""
        for name in ("workflow:review", "workflow:urgent"):
            view = resolve(reverse(name, args=[1])).func
            assert "default" in view._non_atomic_requests

    def test_a_page_waits_for_nothing_when_it_is_prepared(
        self, make_story, reporter, chief, picture, monkeypatch
    ):
        story = make_story(reporter, **lead(picture))
        task_state = service.submit(story, reporter)
        inside = []
        opened = service.open_round

        def noted(*args):
            inside.append(renditions.unready([picture.pk]))
            return opened(*args)

        monkeypatch.setattr(service, "open_round", noted)
        service.sign(task_state.pk, chief, token(story))
        assert inside == [[]]

    def test_the_versions_that_wait_for_their_hour_are_prepared_too(self, make_story, reporter, picture):
        story = make_story(reporter, **lead(picture))
        publication.prepare_page(story.pk)
        assert not renditions.unready([picture.pk])

    def test_an_approver_is_not_kept_waiting(self, client, make_story, reporter, chief, picture, monkeypatch):
        other = store_picture(made.jpeg(70, 60), "b.jpg", title="Ảnh hai", user=None)
        story = make_story(
            reporter, **lead(picture), gallery_images=[GalleryImage(image=other, alt="Cổng cơ quan")]
        )
        service.submit(story, reporter)
        client.force_login(chief)
        address, typed = reverse("workflow:review", args=[story.pk]), "Đã xem, đồng ý đăng."
        made_of = renditions.make
        begun, clock = [], [0.0]
        monkeypatch.setattr(publication, "time", SimpleNamespace(monotonic=lambda: clock[0]))

        def slowly(image, *args, **kwargs):
            begun.append(image.pk)
            clock[0] += deciding.PATIENCE + 1
            return made_of(image, *args, **kwargs)

        monkeypatch.setattr(renditions, "make", slowly)
        for tries in (1, 2):
            answer = client.post(address, {"act": "sign", "token": token(story), "sign-text": typed})
            assert len(begun) == tries
            # The first time one of two is left, and nothing is decided; the second time nothing is left.
            assert Page.objects.get(pk=story.pk).live is (tries == 2)
            assert (typed in answer.content.decode()) is (tries == 1)


class TestWorkers:
    @pytest.fixture
    def committed(self, django_capture_on_commit_callbacks):
        return lambda: django_capture_on_commit_callbacks(execute=True)

    @staticmethod
    def waiting() -> list[tuple[str, list]]:
        return [
            (row.task_path.rpartition(".")[2], row.args_kwargs["args"])
            for row in DBTaskResult.objects.filter(backend_name="media")
        ]

    def test_an_upload_and_a_submission_are_handed_to_them(self, committed, make_story, reporter, collection):
        with committed():
            picture = store_picture(made.jpeg(), "a.jpg", title="a", user=None, collection=collection)
        assert self.waiting() == [("make_renditions", [picture.pk])]
        with committed():
            task_state = service.submit(make_story(reporter, **lead(picture)), reporter)
        assert ("make_renditions_of_revision", [task_state.revision_id]) in self.waiting()

    def test_what_they_do(self, make_story, reporter, picture):
        tasks.make_renditions.call(picture.pk)
        assert not renditions.unready([picture.pk])
        PortalRendition.objects.all().delete()
        story = make_story(reporter, **lead(picture))
        tasks.make_renditions_of_revision.call(story.latest_revision_id)
        assert not renditions.unready([picture.pk])
        # What was deleted meanwhile is no error.
        tasks.make_renditions.call(0)
        tasks.make_renditions_of_revision.call(0)

    def test_a_broken_picture_stops_no_worker(self, picture, caplog):
        picture.file.storage.delete(picture.file.name)
        tasks.make_renditions.call(picture.pk)
        assert [row.name for row in caplog.records if row.levelname == "ERROR"] == ["cms.media.renditions"]

    def test_a_queue_that_fails_undoes_no_upload(self, committed, collection, monkeypatch):
        monkeypatch.setattr(task_backends["media"], "enqueue", lambda *args, **kwargs: 1 / 0)
        with committed():
            picture = store_picture(made.jpeg(), "a.jpg", title="a", user=None, collection=collection)
        assert PortalImage.objects.filter(pk=picture.pk).exists()


class TestTheCommand:
    def test_all_live_pages(self, published, picture, capsys):
        published(**lead(picture))
        other = store_picture(made.jpeg(50, 50), "b.jpg", title="b", user=None)
        PortalRendition.objects.all().delete()
        call_command("make_renditions")
        assert f"[1/1] {picture.title}: {len(PICTURE_SPECS)}" in capsys.readouterr().out
        assert not renditions.unready([picture.pk])
        assert renditions.missing(other)
        call_command("make_renditions")
        assert "0 renditions made" in capsys.readouterr().out

    def test_what_the_disk_lost_is_made_anew(self, published, picture):
        published(**lead(picture))
        lost = picture.renditions.get(filter_spec=LARGEST_JPEG)
        lost.file.storage.delete(lost.file.name)
        call_command("make_renditions", verify=True)
        again = picture.renditions.get(filter_spec=LARGEST_JPEG)
        assert again.file.storage.exists(again.file.name)

    def test_a_broken_one_does_not_stop_the_rest(self, published, picture, collection, capsys):
        second = store_picture(made.jpeg(50, 50), "b.jpg", title="Ảnh hai", user=None, collection=collection)
        for one in (picture, second):
            published(**lead(one))
        PortalRendition.objects.all().delete()
        picture.file.storage.delete(picture.file.name)
        with pytest.raises(CommandError):
            call_command("make_renditions")
        assert picture.title in capsys.readouterr().err
        assert not renditions.unready([second.pk])

    def test_a_logo_has_the_size_that_the_header_prints_and_no_other(
        self, published, portal, picture, capsys
    ):
        settings = PortalSettings.for_site(portal.site)
        settings.logo = picture
        settings.save()
        PortalRendition.objects.all().delete()
        call_command("make_renditions")
        assert {one.filter_spec for one in picture.renditions.all()} == set(renditions.SETTING_SPECS)
        assert "1 pictures, 1 renditions made" in capsys.readouterr().out
        # One that stands in a story, too, has both.
        published(**lead(picture))
        PortalRendition.objects.all().delete()
        call_command("make_renditions")
        both = {*renditions.SETTING_SPECS, *PICTURE_SPECS}
        assert {one.filter_spec for one in picture.renditions.all()} == both
