"""A small portal whose standard pages can be found, whatever the page types say of themselves."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from cms.searchable import SearchDocument
from cms.workflow import service
from search import index
from search.models import SearchEntry


@pytest.fixture(autouse=True)
def _empty_index(request):
    """Begin with an index of nothing: the starter pages of the portal are no part of these tests."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("transactional_db" if _is_transactional(request) else "db")
        apps.get_model("home", "StandardPage").objects.update(live=False)
        index.discard(set(SearchEntry.objects.values_list("page_id", flat=True)))


def _is_transactional(request) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames


@pytest.fixture
def standard_page(db, monkeypatch):
    """Return the page type of the tests, with the protocol implemented on title and introduction alone."""
    model = apps.get_model("home", "StandardPage")

    def search_document(self) -> SearchDocument:
        return SearchDocument(
            page_id=self.pk,
            title=self.title,
            lead=self.introduction,
            body_text="",
            kind=self.kind,
            category_id=None,
            published_at=self.first_published_at or timezone.now(),
        )

    monkeypatch.setattr(model, "kind", "page", raising=False)
    monkeypatch.setattr(model, "search_document", search_document, raising=False)
    return model


@pytest.fixture
def home(standard_page):
    """Return the home page of a portal that was set up, with nothing in the index yet."""
    call_command("setup_portal", verbosity=0)
    return apps.get_model("home", "HomePage").objects.get()


@pytest.fixture
def publish(home, standard_page, django_capture_on_commit_callbacks):
    """Return a function that makes a public page: ``publish("Title", "introduction", parent=None)``."""

    def make(title: str, introduction: str = "", parent=None):
        draft = standard_page(title=title, slug="", introduction=introduction, live=False)
        with django_capture_on_commit_callbacks(execute=True):
            (parent or home).__class__.objects.get(pk=(parent or home).pk).add_child(instance=draft)
            draft.save_revision()
            service.found(draft)
        draft.refresh_from_db()
        return draft

    return make
