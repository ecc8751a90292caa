"""What is in a collection that is closed to somebody is named nowhere, whatever number is asked for."""

import pytest
from django.urls import reverse
from wagtail.models import Collection

from cms.media.intake import store_document, store_picture
from cms.workflow.tests.desk import as_user

from . import made

pytestmark = pytest.mark.django_db
MISSING = 987_654
TITLE = "Hồ sơ mật"
ACTIONS = ("delete", "add_tags", "add_to_collection")


@pytest.fixture
def files(portal):
    """A picture and a document of a closed collection, and two of everybody's."""
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="Đóng"))
    return {
        (kind, where): store(content[where], name, title=title, user=None, collection=collection)
        for kind, store, content, name in (
            ("image", store_picture, {"closed": made.jpeg(), "open": made.jpeg(80)}, "x.jpg"),
            ("document", store_document, {"closed": made.pdf("1"), "open": made.pdf("2")}, "x.pdf"),
        )
        for where, title, collection in (
            ("closed", TITLE, closed),
            ("open", "Của mọi người", portal.collection),
        )
    }


def addresses(kind: str, number: int) -> list[str]:
    bulk = [
        reverse("wagtail_bulk_action", args=["media", f"portal{kind}", action]) + f"?id={number}"
        for action in ACTIONS
    ]
    api = [f"{reverse('wagtailadmin_home')}api/main/{kind}s/{number}/"]
    formats = [reverse("wagtailimages_chooser:select_format", args=[number])] if kind == "image" else []
    return [*bulk, *api, *formats]


@pytest.mark.parametrize("kind", ["image", "document"])
def test_a_closed_file_is_as_one_that_is_not_there(kind, files, reporter, superuser):
    client, all_seeing = as_user(reporter), as_user(superuser)
    of = {where: addresses(kind, files[kind, where].pk) for where in ("closed", "open")}
    for address, missing in zip(of["closed"], addresses(kind, MISSING), strict=True):
        answer = client.get(address)
        assert (answer.status_code, client.get(missing).status_code) == (404, 404), address
        assert TITLE not in answer.content.decode(), address
        assert TITLE in all_seeing.get(address).content.decode(errors="replace") or "select" in address
    for address in of["open"]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("kind", ["image", "document"])
def test_it_is_named_in_no_list_beside_others(kind, files, reporter):
    client = as_user(reporter)
    both = f"?id={files[kind, 'closed'].pk}&id={files[kind, 'open'].pk}"
    for action in ACTIONS:
        page = client.get(reverse("wagtail_bulk_action", args=["media", f"portal{kind}", action]) + both)
        assert page.status_code == 200
        assert TITLE not in page.content.decode()
    listed = client.get(f"{reverse('wagtailadmin_home')}api/main/{kind}s/").json()
    assert [row["title"] for row in listed["items"]] == ["Của mọi người"]
