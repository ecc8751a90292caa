"""The same document again: the stored one is offered, in the library and in the chooser of a page."""

import json

import pytest
from django.urls import reverse
from wagtail.documents.views import chooser
from wagtail.models import Collection

from cms.media.document_chooser import DocumentUploadView
from cms.media.intake import store_document
from cms.media.models import PortalDocument

from . import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def library(desk, upload):
    def send(data: bytes, name: str) -> dict:
        answer = desk.post(
            reverse("wagtaildocs:add_multiple"),
            {"files[]": upload(data, name), "title": "Tên khác"},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        return json.loads(answer.content)

    return send


@pytest.fixture
def in_page(client, reporter, upload, collection):
    client.force_login(reporter)

    def send(data: bytes, name: str, title: str = "Tên khác") -> dict:
        answer = client.post(
            reverse("wagtaildocs_chooser:create"),
            {
                "document-chooser-upload-file": upload(data, name),
                "document-chooser-upload-title": title,
                "document-chooser-upload-collection": collection.pk,
            },
        )
        return json.loads(answer.content)

    return send


def test_the_library_says_which_it_is(library, document):
    answer = library(made.pdf(), "ban-sao.pdf")
    assert answer["success"] is False
    assert document.title in answer["error_message"]
    assert PortalDocument.objects.get() == document


def test_the_chooser_goes_on_with_the_stored_one(in_page, document):
    answer = in_page(made.pdf(), "ban-sao.pdf")
    assert answer["step"] == "chosen"
    assert answer["result"]["id"] == str(document.pk)
    assert PortalDocument.objects.get() == document


def test_another_document_is_stored(library, in_page, document):
    assert library(made.pdf("hai"), "hai.pdf")["success"] is True
    answer = in_page(made.pdf("ba"), "ba.pdf")
    assert answer["step"] == "chosen"
    assert PortalDocument.objects.count() == 3


def test_what_is_wrong_besides_is_said(in_page, document):
    answer = in_page(b"<html>", "ban-sao.pdf")
    assert answer["step"] == "reshow_creation_form"


def test_not_one_that_the_person_may_not_choose(in_page):
    closed = Collection.get_first_root_node().add_child(name="Thanh tra")
    secret = store_document(made.pdf(), "kin.pdf", title="Kín", user=None, collection=closed)
    answer = in_page(made.pdf(), "kin.pdf")
    assert answer["result"]["id"] != str(secret.pk)
    assert secret.title not in json.dumps(answer, ensure_ascii=False)


def test_not_one_whose_file_is_lost(library, document):
    document.file.storage.delete(document.file.name)
    assert library(made.pdf(), "a.pdf")["success"] is True


def test_the_answer_is_inert(library, collection):
    store_document(
        made.pdf(), "a.pdf", title="<img src=x onerror=alert(1)>", user=None, collection=collection
    )
    assert "<img" not in library(made.pdf(), "a.pdf")["error_message"]


def test_wagtail_still_asks_its_viewset_for_the_view():
    """The view stands in an attribute that Wagtail reads when it makes the addresses."""
    assert chooser.viewset.create_view_class is DocumentUploadView
    assert chooser.viewset.create_view.view_class is DocumentUploadView
