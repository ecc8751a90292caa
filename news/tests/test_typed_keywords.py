"""Keywords as they are typed: another spelling of the same letters, spaces or capitals is no second keyword."""

import unicodedata

import pytest
from django.urls import reverse
from taggit.models import Tag
from wagtail.models import Page

from cms.workflow.tests.desk import article
from news.keywords import typed_keywords
from news.models import StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEYWORD = "Đảng bộ Sở Nội vụ"
SPELLINGS = [
    KEYWORD,
    unicodedata.normalize("NFD", KEYWORD),
    KEYWORD.upper(),
    KEYWORD.lower(),
    KEYWORD.replace(" ", "  "),
    KEYWORD.replace(" ", "\u00a0"),
    f"{KEYWORD}\u200b",
]


def typed(text: str) -> list[str]:
    return StoryPage._meta.get_field("tags").formfield().clean(text)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("quoted", ['"%s"', "%s,"])
def test_a_spelling_of_a_keyword_that_is_there_is_that_keyword(spelling, quoted):
    Tag.objects.create(name=KEYWORD)
    assert typed(quoted % spelling) == [KEYWORD]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_new_keyword_is_stored_clean(spelling):
    (name,) = typed(f'"{spelling}"')
    assert name.casefold() == KEYWORD.casefold()
    assert unicodedata.is_normalized("NFC", name)


def test_typed_twice_it_is_one():
    (name,) = typed(", ".join(f'"{spelling}"' for spelling in SPELLINGS))
    assert name in SPELLINGS


def test_other_marks_are_another_keyword():
    Tag.objects.create(name="hoa")
    Tag.objects.create(name="hòa bình")
    assert typed("hòa") == ["hòa"]
    assert typed("Hòa, HOA") == ["Hòa", "hoa"]


def test_of_older_keywords_that_differ_in_capitals_the_exact_one_stays_and_else_the_first():
    for name in ("đảng bộ", "Đảng bộ"):
        Tag.objects.create(name=name)
    assert typed('"Đảng bộ"') == ["Đảng bộ"]
    assert typed('"ĐẢNG BỘ"') == ["đảng bộ"]


def test_an_older_keyword_in_parts_is_used_as_it_is():
    in_parts = unicodedata.normalize("NFD", KEYWORD)
    Tag.objects.create(name=in_parts)
    assert typed(f'"{KEYWORD}"') == [in_parts]


@pytest.mark.parametrize("text", ["", " , ", '"\u200b"'])
def test_nothing_is_no_keyword(text):
    assert typed(text) == []
    assert typed_keywords(text) == []


def test_words_without_commas_are_keywords_each():
    assert typed("hội nghị") == ["hội", "nghị"]


def test_in_the_editor_no_second_keyword_comes_to_be(client, make_story, reporter):
    Tag.objects.create(name=KEYWORD)
    story = make_story(reporter)
    client.force_login(reporter)
    spelling = unicodedata.normalize("NFD", KEYWORD.upper())
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    data = article(title=story.title, slug=story.slug, lead=story.lead, tags=f'"{spelling}", "Thi  đua"')
    assert client.post(address, data).status_code == 302
    draft = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert sorted(draft.tags.names()) == ["Thi đua", KEYWORD]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Thi đua", KEYWORD]
