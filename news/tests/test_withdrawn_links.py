"""A withdrawn text names its speakers and keywords; it links none of them, for their pages may be gone with it."""

import re

import pytest

from cms.workflow import service
from cms.workflow.models import TakeDown
from news.models import Speech

pytestmark = pytest.mark.django_db


def test_a_withdrawn_story_leads_to_no_page_that_went_with_it(client, make_story, publish, reporter, chief):
    draft = make_story(reporter, conference=True)
    for number, name in enumerate(("Hoàng Lê Duy", "Lê Mai")):
        draft.speeches.add(Speech(speaker=name, position="Giám đốc", text="<p>Lời.</p>", sort_order=number))
    draft.body = [("speech", {"number": 1})]
    draft.tags.add("một cửa")
    draft.save_revision(user=reporter)
    story = publish(draft, reporter, chief)
    ways = r'href="(/tin-tuc-su-kien/(?:nguoi-phat-bieu|tu-khoa|su-kien)/[^"]+)"'
    links = set(re.findall(ways, client.get(story.url).content.decode()))
    assert len(links) == 4, "both speakers, the keyword and the event are linked while the story is public"
    service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, "Số liệu đang được rà soát lại.")
    assert {client.get(link).status_code for link in links} == {404}
    html = client.get(story.url).content.decode()
    assert re.findall(ways, html) == []
    for name in ("Hoàng Lê Duy", "Lê Mai", "một cửa"):
        assert name in html
