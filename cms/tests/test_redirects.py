"""Redirects that somebody enters by hand stay within the portal."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.views import create_redirects_from_dataset

from cms.redirects import keep_old_path

pytestmark = pytest.mark.django_db

OWN = "https://cong.example/tin-tuc/"
FOREIGN = [
    "https://vidu.example/",
    "https://cong.example.vidu.example/",
    "https://cong.example@vidu.example/",
    "https://vidu.example\\@cong.example/",
    "//vidu.example/",
    "/\\\\vidu.example/",
    "ftp://cong.example/",
]


@pytest.fixture(autouse=True)
def hosts(settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "cong.example"]


@pytest.fixture
def desk(client, administrator) -> Client:
    client.force_login(administrator)
    return client


def enter(desk, address: str):
    data = {"old_path": "/cu", "is_permanent": "on", "redirect_page": "", "redirect_link": address}
    return desk.post(reverse("wagtailredirects:add"), data)


@pytest.mark.parametrize("address", FOREIGN)
def test_a_foreign_address_is_refused(desk, address):
    assert "redirect_link" in enter(desk, address).context["form"].errors
    Redirect.add_redirect("/cu", OWN)
    edit = reverse("wagtailredirects:edit", args=[Redirect.objects.get().pk])
    desk.post(edit, {"old_path": "/cu", "is_permanent": "on", "redirect_link": address})
    assert Client().get("/cu/").headers["Location"] == OWN


def test_nor_is_it_taken_from_a_file(portal):
    config = {"from_index": 0, "to_index": 1, "permanent": True, "site": None}
    rows = [["/cu", FOREIGN[0]], ["/cu-nua", OWN]]
    assert create_redirects_from_dataset(rows, config)["successes"] == 1
    assert Redirect.objects.get().old_path == "/cu-nua"


def test_the_portals_own_is_taken(desk, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.WAGTAILADMIN_BASE_URL = "https://cong.example"
    assert "redirect_link" in enter(desk, FOREIGN[0]).context["form"].errors
    assert enter(desk, OWN).status_code == 302
    keep_old_path("/a/", "/b/")
    assert Redirect.objects.count() == 2
