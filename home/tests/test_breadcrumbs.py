"""The way to what is no page of the tree: the search, forms, lists of addresses – for people and machines."""

import json
import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def way(html: str) -> tuple[list[str], str]:
    """Return the addresses that the breadcrumbs link, and what they call the page itself."""
    found = re.findall(r'<nav class="breadcrumbs.*?</nav>', html, re.DOTALL)
    assert len(found) == 1
    (here,) = re.findall(r'aria-current="page">([^<]+)<', found[0])
    return re.findall(r'href="([^"]+)"', found[0]), here


def steps(html: str) -> list[tuple[str, str]]:
    """Return the name and the path of each step of the BreadcrumbList."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    (found,) = [thing for thing in json.loads(script)["@graph"] if thing["@type"] == "BreadcrumbList"]
    return [
        (step["name"], re.sub(r"https?://[^/]+", "", step.get("item", "")))
        for step in found["itemListElement"]
    ]


@pytest.mark.parametrize(
    "address",
    [
        *("/tim-kiem/", "/tim-kiem/?q=hội+nghị", "/so-do-cong/", "/kenh-rss/", "/lien-he/gui/"),
        *("/lien-he/gui/cam-on/", "/bao-loi/cam-on/", "/huu-ich/cam-on/", "/bao-loi/{story}/"),
    ],
)
def test_the_way_begins_at_home_and_ends_with_the_title(client, published, address):
    html = client.get(address.format(story=published().pk)).content.decode()
    (title,) = re.findall(r"<h1[^>]*>([^<]+)</h1>", html)
    assert way(html) == (["/"], title)
    assert steps(html) == [("Trang chủ", "/"), (title, "")]


def test_a_form_with_faults_has_it_too(client, portal):
    html = client.post("/lien-he/gui/", {"subject": ""}).content.decode()
    assert 'role="alert"' in html
    assert way(html)[0] == ["/"]


@pytest.mark.parametrize("address", ["/khong-co/", "/bao-loi/2000000000/"])
def test_an_error_has_no_way(client, portal, address):
    html = client.get(address).content.decode()
    assert 'class="breadcrumbs' not in html
    assert "ld+json" not in html


def test_the_search_has_no_address_to_keep(client, portal):
    assert 'rel="canonical"' not in client.get("/tim-kiem/?q=x").content.decode()
