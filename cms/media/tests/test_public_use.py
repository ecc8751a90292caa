"""Private until published: a file is public while a public text shows it, and at no other time."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.users.models import UserProfile

from cms.accounts.roles import REPORTER
from cms.media import public_use, renditions
from cms.media.apps import _fill_public_use
from cms.media.intake import store_document, store_picture
from cms.media.models import PortalImage, PublicUse
from cms.media.specs import LARGEST_JPEG, PICTURE_SPECS
from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.scheduling import schedule
from home.models import PortalSettings
from news.models import Attachment, GalleryImage

from . import made

pytestmark = pytest.mark.django_db


def in_lead(picture, document) -> dict:
    return {"lead_image": picture, "lead_image_alt": "Hội trường"}


def in_body(picture, document) -> dict:
    block = {"image": picture, "caption": "", "alt": "Hội trường", "decorative": False, "credit": ""}
    return {"body": [("picture", block)]}


def in_row(picture, document) -> dict:
    block = {"image": picture, "caption": "", "alt": "Hội trường", "decorative": False, "credit": ""}
    return {"body": [("picture_row", {"pictures": [block, block]})]}


def in_gallery(picture, document) -> dict:
    return {"gallery_images": [GalleryImage(image=picture, alt="Hội trường")]}


def document_block(picture, document) -> dict:
    return {"body": [("document", {"document": document, "title": ""})]}


def document_link(picture, document) -> dict:
    return {"body": [("paragraph", f'<p><a linktype="document" id="{document.pk}">Kế hoạch</a></p>')]}


def attached(picture, document) -> dict:
    return {"attachments": [Attachment(document=document)]}


PLACES = {
    "picture": [in_lead, in_body, in_row, in_gallery],
    "document": [document_block, document_link, attached],
}


def address(file) -> str:
    """Return where readers would find a file; a picture's rendition is made first, as an upload's worker does."""
    if isinstance(file, PortalImage):
        renditions.make(file)
        return file.renditions.get(filter_spec=LARGEST_JPEG).url
    return file.url


def answers(client, url: str) -> int:
    """Return the status; what is refused must not be kept by anybody."""
    answer = client.get(url)
    if answer.status_code == 404:
        assert answer.headers["Cache-Control"] == "no-store"
    else:
        assert b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture
def anonymous():
    return Client()


@pytest.mark.parametrize(("kind", "place"), [(kind, place) for kind in PLACES for place in PLACES[kind]])
def test_public_from_publication_to_take_down(
    anonymous, make_story, publish, reporter, chief, picture, document, kind, place
):
    file = {"picture": picture, "document": document}[kind]
    url = address(file)
    assert answers(anonymous, url) == 404
    story = make_story(reporter, **place(picture, document))
    assert answers(anonymous, url) == 404
    task_state = service.submit(story, reporter)
    assert answers(anonymous, url) == 404
    service.sign(task_state.pk, chief, _token(story))
    assert answers(anonymous, url) == 200
    service.take_down(story.pk, chief, "mistake", "Đăng nhầm bài của đơn vị khác.")
    assert answers(anonymous, url) == 404
    assert not PublicUse.objects.exists()


def _token(page) -> str:
    return rounds.shown_now(page.pk).mint()


def test_nothing_else_of_a_picture_is_ever_public(anonymous, client, published, chief, picture, document):
    published(**in_lead(picture, document))
    client.force_login(chief)
    for visitor in (anonymous, client):
        assert answers(visitor, picture.file.url) == 404
        assert answers(visitor, document.file.url) == 404
    # Larger than anything that a page shows: for the library alone.
    large = store_picture(
        made.jpeg(1600, 900), "lon.jpg", title="Lớn", user=None, collection=picture.collection
    )
    published(**in_lead(large, document))
    whole = large.get_rendition("original")
    assert answers(anonymous, whole.url) == 404
    assert answers(client, whole.url) == 200


def test_two_pages_and_one_is_taken_down(anonymous, published, chief, picture, document):
    first, second = (published(**in_lead(picture, document)) for _ in range(2))
    url = address(picture)
    service.take_down(first.pk, chief, "mistake", "Đăng nhầm.")
    assert answers(anonymous, url) == 200
    service.take_down(second.pk, chief, "mistake", "Đăng nhầm.")
    assert answers(anonymous, url) == 404


def test_a_newer_draft_of_a_public_page(anonymous, published, publish, reporter, chief, picture, document):
    story = published(title="Tin đã đăng", **in_lead(picture, document))
    new = store_picture(made.jpeg(90, 60), "moi.jpg", title="Mới", user=reporter)
    story.lead_image = new
    story.save_revision(user=reporter)
    assert answers(anonymous, address(new)) == 404
    assert answers(anonymous, address(picture)) == 200
    # And when the draft has become the public text, the old picture is not shown any more.
    publish(story, reporter, chief)
    assert answers(anonymous, address(new)) == 200
    assert answers(anonymous, address(picture)) == 404


def test_not_before_its_hour_and_not_after_its_end(
    anonymous, make_story, publish, reporter, chief, picture, document
):
    now = timezone.now()
    hours = {"go_live_at": now + timedelta(hours=1), "expire_at": now + timedelta(hours=2)}
    story = make_story(reporter, **hours, **in_lead(picture, document))
    publish(story, reporter, chief)
    url = address(picture)
    assert answers(anonymous, url) == 404
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        schedule.run()
        assert Page.objects.get(pk=story.pk).live
        assert answers(anonymous, url) == 200
    with time_machine.travel(now + timedelta(minutes=121), tick=False):
        schedule.run()
        assert answers(anonymous, url) == 404


def test_a_page_that_leaves_by_a_way_that_no_signal_tells_of(anonymous, published, picture, document):
    story = published(**in_lead(picture, document))
    url = address(picture)
    assert answers(anonymous, url) == 200
    Page.objects.filter(pk=story.pk).update(live=False)
    assert answers(anonymous, url) == 404


def test_a_refused_decision_makes_nothing_public(
    anonymous, make_story, reporter, chief, picture, document, monkeypatch
):
    story = make_story(reporter, **in_lead(picture, document))
    task_state = service.submit(story, reporter)
    monkeypatch.setattr(service, "_end_round", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        service.sign(task_state.pk, chief, _token(story))
    assert answers(anonymous, address(picture)) == 404


class TestTheNewsroom:
    """Who may see what the public may not."""

    @pytest.fixture
    def drafted(self, make_story, reporter, picture, document):
        return make_story(
            reporter,
            **in_lead(picture, document),
            body=[("document", {"document": document, "title": ""})],
        )

    def test_the_reporter_and_the_approver(self, client, drafted, reporter, chief, picture, document):
        for person in (reporter, chief):
            client.force_login(person)
            for file in (picture, document):
                url = address(file)
                answer = client.get(url)
                assert answer.status_code == 200
                assert answer.headers["Cache-Control"] == "private, no-store"
                assert "ETag" not in answer.headers

    def test_no_reader_with_an_account_and_nobody_who_was_shut_out(
        self, client, drafted, make_user, reporter, picture, document
    ):
        for person in (make_user("docgia"), reporter):
            client.force_login(person)
            person.is_active = False
            person.save()
            assert answers(client, address(picture)) == 404
            assert answers(client, address(document)) == 404

    def test_no_right_to_the_library_and_none_to_the_page(
        self, client, make_user, portal, make_story, superuser
    ):
        # A picture of another department's collection, on somebody else's draft.
        closed = Collection.get_first_root_node().add_child(name="Thanh tra")
        picture = store_picture(made.jpeg(70, 70), "kin.jpg", title="Kín", user=None, collection=closed)
        document = store_document(made.pdf("kín"), "kin.pdf", title="Kín", user=None, collection=closed)
        stranger = make_user("phongvien3", REPORTER)
        client.force_login(stranger)
        make_story(superuser, **in_lead(picture, document))
        assert answers(client, address(picture)) == 404
        assert answers(client, address(document)) == 404
        # Once it stands in a newer draft of the stranger's own page, it must be seen on the preview.
        own = make_story(stranger, title="Bài của tôi")
        own.lead_image, own.lead_image_alt = picture, "Phòng họp"
        own.save_revision(user=stranger)
        assert answers(client, address(picture)) == 200
        assert answers(client, address(document)) == 404

    def test_the_admins_own_preview(self, client, chief, picture):
        client.force_login(chief)
        answer = client.get(reverse("wagtailimages:preview", args=[picture.pk, "width-60"]))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("image/")

    def test_the_library_shows_what_it_lists(self, client, chief, picture):
        client.force_login(chief)
        page = client.get(reverse("wagtailimages:index")).content.decode()
        thumbnail = picture.renditions.exclude(filter_spec__in=PICTURE_SPECS).first()
        assert thumbnail.url in page
        assert answers(client, thumbnail.url) == 200

    def test_a_portrait(self, client, anonymous, reporter):
        profile = UserProfile.get_for_user(reporter)
        profile.avatar.save("toi.jpg", ContentFile(made.jpeg(40, 40)))
        assert answers(anonymous, profile.avatar.url) == 404
        client.force_login(reporter)
        assert answers(client, profile.avatar.url) == 200


def test_the_logo(anonymous, portal, picture):
    settings = PortalSettings.for_site(portal.site)
    settings.logo = picture
    settings.save()
    page = anonymous.get("/").content.decode()
    (logo,) = picture.renditions.filter(filter_spec__in=renditions.SETTING_SPECS)
    assert logo.url in page
    assert answers(anonymous, logo.url) == 200
    settings.logo = None
    settings.save()
    assert answers(anonymous, logo.url) == 404


def test_a_closed_collection_keeps_its_documents(anonymous, published, picture, document):
    published(**attached(picture, document))
    assert answers(anonymous, document.url) == 200
    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    assert answers(anonymous, document.url) == 404


class TestTheTable:
    def test_nothing_differs_after_a_day(self, published, chief, picture, document):
        story = published(**in_lead(picture, document))
        published(**attached(picture, document))
        service.take_down(story.pk, chief, "mistake", "Đăng nhầm.")
        assert list(public_use.differences()) == []
        assert PublicUse.objects.count() == 1

    def test_it_is_no_use_of_its_own(self, published, chief, picture, document):
        story = published(**in_lead(picture, document))
        assert PublicUse.objects.filter(page=story.pk, picture=picture).exists()
        assert [str(source) for source, _ in picture.get_usage()] == [story.title]

    def test_it_is_found_out_and_put_right(self, published, picture, document, capsys):
        story = published(**in_lead(picture, document))
        wrong = published(title="Bài khác")
        PublicUse.objects.all().delete()
        PublicUse.objects.create(page_id=wrong.pk, document=document)
        with pytest.raises(CommandError):
            call_command("check_public_files")
        assert story.title in capsys.readouterr().out
        assert not PublicUse.objects.filter(picture=picture).exists()
        call_command("check_public_files", repair=True)
        assert PublicUse.objects.get().picture == picture
        call_command("check_public_files")

    def test_an_older_portal_is_brought_up_when_it_is_migrated(self, published, picture, document):
        published(**in_lead(picture, document))
        PublicUse.objects.all().delete()
        steps = MigrationLoader(None).disk_migrations
        _fill_public_use(plan=[(steps["media", "0001_initial"], False)])
        assert not PublicUse.objects.exists()
        _fill_public_use(plan=[(steps["media", "0004_public_use"], False)])
        assert PublicUse.objects.get().picture == picture
