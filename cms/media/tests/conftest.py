"""Stories that show pictures and documents, and the forms that upload them."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.models import Collection

from cms.media.intake import store_document, store_picture

from . import made


@pytest.fixture
def desk(client: Client, administrator) -> Client:
    """The admin as the administrator sees it; they may add and change every file of the newsroom."""
    client.force_login(administrator)
    return client


@pytest.fixture
def collection(portal) -> Collection:
    return portal.collection


@pytest.fixture
def picture(collection):
    return store_picture(made.jpeg(), "hop.jpg", title="Quang cảnh", user=None, collection=collection)


@pytest.fixture
def document(collection):
    return store_document(made.pdf(), "ke-hoach.pdf", title="Kế hoạch", user=None, collection=collection)


@pytest.fixture
def upload() -> Callable:
    """Make what a browser sends: ``upload(data, "a.jpg")``."""

    def make(data: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, data, "application/octet-stream")

    return make
