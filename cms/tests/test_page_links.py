"""Links between pages lead readers to what is public, and say nothing of what is not."""

import pytest
from django.utils.html import escape
from wagtail.models import Page, PageViewRestriction
from wagtail.rich_text import expand_db_html, extract_references_from_rich_text, features

from cms.page_links import PublicPageLinkHandler
from cms.workflow import service
from cms.workflow.models import TakeDown
from news.models import RelatedStory

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HEADLINE = "Bổ nhiệm ông Nguyễn Văn A làm Giám đốc"


def link(number: object, words: str = "tại đây") -> str:
    return f'<a linktype="page" id="{number}">{words}</a>'


@pytest.fixture
def hidden(request, make_story, published, reporter, chief):
    """A story with a telling title that the public may not open."""
    if request.param == "draft":
        return make_story(reporter, title=HEADLINE)
    story = published(title=HEADLINE)
    if request.param == "restricted":
        PageViewRestriction.objects.create(page=story, restriction_type=PageViewRestriction.LOGIN)
    else:
        service.take_down(story.pk, chief, TakeDown.Kind(request.param), "Cần kiểm tra lại.")
    return type(story).objects.get(pk=story.pk)


@pytest.mark.parametrize("hidden", ["draft", "mistake", "withdrawn", "restricted"], indirect=True)
def test_a_story_that_leads_to_it_says_nothing_of_it(client, published, hidden):
    story = published(
        body=[
            ("paragraph", f"<p>Xem {link(hidden.pk)}.</p>"),
            ("quotation", {"text": f"<p>Xem {link(hidden.pk)}.</p>", "speaker": "", "position": ""}),
            ("ordinal_list", {"items": [f"<p>Xem {link(hidden.pk)}.</p>"]}),
        ],
        related=[RelatedStory(target=hidden)],
    )
    html = client.get(story.url).content.decode()
    assert html.count("<a>tại đây</a>") == 3
    assert hidden.slug not in html
    assert HEADLINE not in html


def test_a_link_begins_to_lead_when_its_page_becomes_public(
    client, make_story, published, publish, reporter, chief
):
    target = make_story(reporter, title=HEADLINE)
    story = published(body=[("paragraph", f"<p>Xem {link(target.pk)}.</p>")])
    assert "<a>tại đây</a>" in client.get(story.url).content.decode()
    publish(target, reporter, chief)
    assert f'<a href="{target.url}">tại đây</a>' in client.get(story.url).content.decode()


def test_links_of_a_text_cost_one_query(published, portal, django_assert_num_queries):
    stories = [published(title=f"Tin {number}") for number in range(3)]
    links = [(page, link(page.pk)) for page in (*stories, portal.home, portal.news_index)]
    expand_db_html(links[0][1])  # the sites' addresses are kept
    with django_assert_num_queries(1):
        html = expand_db_html("".join(markup for _page, markup in links))
    for page, _markup in links:
        assert f'<a href="{escape(page.url)}">' in html


@pytest.mark.parametrize("number", ["", "x", "-1", "٣", "99999999999999999999", "0", "1' OR 1"])
def test_a_forged_number_leads_nowhere(portal, number):
    assert expand_db_html(link(number)) == "<a>tại đây</a>"
    assert expand_db_html('<a linktype="page">tại đây</a>') == "<a>tại đây</a>"


def test_wagtail_asks_this_handler():
    """And keeps knowing by it which page leads to which."""
    assert features.get_link_types()["page"] is PublicPageLinkHandler
    assert list(extract_references_from_rich_text(link(7))) == [(Page, "7", "", "")]
