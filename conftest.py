"""Fixtures of the whole suite: the portal as ``setup_portal`` makes it, its people, stories on their way.

A page becomes public in tests as it does in life: through the review service.
"""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache, caches
from django.test import TransactionTestCase
from wagtail.models import Page

from cms.accounts.roles import ADMINISTRATOR, CHIEF, COLLABORATOR, DEPUTY_CHIEF, REPORTER
from cms.caching import generation, shared
from cms.workflow import service
from cms.workflow.acts import rounds
from home.setup import Portal, existing, set_up
from tests.restored import Restored

# Whoever asks for one of them asks the database, though no mark says so.
OF_A_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(items) -> None:
    """Mark what asks no database: it is the same on all of them. The browser's walks run once anyway, on the other."""
    for item in items:
        asks = item.get_closest_marker("django_db") or not OF_A_DATABASE.isdisjoint(item.fixturenames)
        if not asks and "e2e" not in item.path.parts:
            item.add_marker(pytest.mark.once)


@pytest.fixture(autouse=True)
def _fresh_state(tmp_path, settings, monkeypatch):
    """Give every test empty caches – nobody is known as a reader who asked before – and a media folder of its own."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()
    caches["readers"].clear()
    generation.forget()  # the last test's was rolled back
    shared.forget()
    # A slow machine must not ask again between two requests: queries are counted.
    monkeypatch.setattr(generation, "REMEMBERED", 3600)
    yield
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Set the portal up once: every test begins with it, as every office does, and those that commit end with it."""
    with django_db_blocker.unblock():
        set_up()
        begun = Restored()
    with pytest.MonkeyPatch.context() as patched:
        # Django's own empties the database.
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: begun.restore())
        yield


@pytest.fixture
def portal(db) -> Portal:
    """The portal after ``setup_portal``."""
    return existing()


@pytest.fixture
def make_user(db) -> Callable:
    """Make an account of the given role: ``make_user("phongvien", REPORTER, "Nguyễn Văn", "An")``."""

    def make(username: str, role=None, last_name: str = "Nguyễn Văn", first_name: str = "An", **fields):
        user = get_user_model().objects.create_user(
            username,
            f"{username}@example.com",
            "mat-khau-thu-nghiem",
            last_name=last_name,
            first_name=first_name,
            **fields,
        )
        if role:
            user.groups.add(Group.objects.get_or_create(name=role.name)[0])
        return user

    return make


@pytest.fixture
def reporter(portal, make_user):
    return make_user("phongvien", REPORTER, "Trần Thị", "Bình", position="Chuyên viên")


@pytest.fixture
def other_reporter(portal, make_user):
    return make_user("phongvien2", REPORTER, "Lê Văn", "Cường", position="Chuyên viên")


@pytest.fixture
def collaborator(portal, make_user):
    return make_user("congtacvien", COLLABORATOR, "Hoàng Thị", "Dung")


@pytest.fixture
def chief(portal, make_user):
    return make_user("chanhvanphong", CHIEF, "Phạm Văn", "Giang", position="Chánh Văn phòng")


@pytest.fixture
def deputy(portal, make_user):
    return make_user("phochanhvanphong", DEPUTY_CHIEF, "Vũ Thị", "Hà", position="Phó Chánh Văn phòng")


@pytest.fixture
def administrator(portal, make_user):
    return make_user("quantri", ADMINISTRATOR, "Đỗ Văn", "Khoa")


@pytest.fixture
def superuser(portal, make_user):
    return make_user("sieuquantri", None, "Ngô Văn", "Lâm", is_superuser=True)


@pytest.fixture
def make_story(portal) -> Callable:
    """Make a draft: ``make_story(reporter, title="…", conference=False, **fields)``."""
    from news.tests.factories import ConferenceReportPageFactory, NewsArticlePageFactory

    def make(owner, *, conference: bool = False, **fields):
        factory = ConferenceReportPageFactory if conference else NewsArticlePageFactory
        portal.news_index.refresh_from_db()
        story = factory(parent=portal.news_index, owner=owner, **fields)
        story.save_revision(user=owner, log_action=True)
        return type(story).objects.get(pk=story.pk)

    return make


@pytest.fixture
def token_for() -> Callable:
    """Mint the token that the review page would put into its form for this page now."""

    def mint(page: Page) -> str:
        return rounds.shown_now(page.pk).mint()

    return mint


@pytest.fixture
def publish(token_for) -> Callable:
    """Bring a draft public through the review: ``publish(story, reporter, chief)``."""

    def through_review(page: Page, author, approver):
        task_state = service.submit(page, author)
        service.sign(task_state.pk, approver, token_for(page))
        return type(page).objects.get(pk=page.pk)

    return through_review


@pytest.fixture
def published(make_story, publish, reporter, chief) -> Callable:
    """Make a public story: ``published(title="…")``."""

    def make(**fields):
        return publish(make_story(reporter, **fields), reporter, chief)

    return make


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    """The address of an S3-compatible storage on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
