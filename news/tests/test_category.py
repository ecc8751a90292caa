"""Chuyên mục in the administrators' form: every name that is taken has an address that leads somewhere."""

import pytest
from django.urls import reverse

from news.models import Category

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter(client, administrator):
    """Enter a category in the form: ``enter("Thông báo", "tin-bao")``; returns the answer."""

    def post(name: str, slug: str = ""):
        client.force_login(administrator)
        address = reverse("wagtailsnippets_news_category:add")
        return client.post(address, {"name": name, "slug": slug, "description": ""})

    return post


def problems(answer) -> dict[str, list[str]]:
    """Return what the form says, by its fields."""
    assert answer.status_code == 200, "it was stored"
    return dict(answer.context["form"].errors)


@pytest.mark.parametrize("name", ["※", "★ – ☆", "!!!"])
def test_a_name_that_leaves_no_address_is_refused(portal, enter, client, name):
    [(at, [_sentence])] = problems(enter(name)).items()
    assert at == "name"
    assert not Category.objects.filter(slug="").exists()
    assert client.get("/").status_code == 200


def test_it_may_be_given_one(portal, enter):
    enter("※", "ngoi-sao")
    assert Category.objects.get(name="※").slug == "ngoi-sao"


@pytest.mark.parametrize("name", ["TIN HOẠT ĐỘNG", "tin  hoạt động", "Tín hoát đong"])
def test_a_name_that_makes_the_address_of_another_is_refused(portal, enter, name):
    [(at, [sentence])] = problems(enter(name)).items()
    assert at == "name"
    assert "Tin hoạt động" in sentence


def test_it_is_stored_with_an_address_of_its_own(portal, enter):
    enter("Tín hoát đong", "tin-khac")
    assert Category.objects.get(slug="tin-khac").name == "Tín hoát đong"


def test_the_same_name_is_refused_once(portal, enter):
    [(at, [_sentence])] = problems(enter("Tin  hoạt động ")).items()
    assert at == "name"


@pytest.mark.parametrize("slug", ["tin-hoat-dong", "Tin_Hoat_Dong"])
def test_an_address_that_is_taken_is_refused_where_it_was_typed(portal, enter, slug):
    assert list(problems(enter("Tin khác", slug))) == ["slug"]


def test_an_address_of_hyphens_alone_is_made_from_the_name(portal, enter):
    enter("Tin khác", "--")
    assert Category.objects.get(name="Tin khác").slug == "tin-khac"


def test_a_category_may_be_saved_again_as_it_is(portal, client, administrator):
    client.force_login(administrator)
    category = Category.objects.get(slug="tin-hoat-dong")
    address = reverse("wagtailsnippets_news_category:edit", args=[category.pk])
    answer = client.post(address, {"name": category.name, "slug": category.slug, "description": "Mới"})
    assert answer.status_code == 302
    category.refresh_from_db()
    assert (category.slug, category.description) == ("tin-hoat-dong", "Mới")
