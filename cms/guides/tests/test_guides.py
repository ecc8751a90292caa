"""The guides: whom the help menu offers which, that they are whole, and that docs/ has the same texts."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.accounts.roles import ADMINISTRATOR, CHIEF, COLLABORATOR, REPORTER
from cms.guides.documentation import FOLDER, as_file
from cms.guides.guides import GUIDES, guides_of

# Plain queries: what differs between databases is tested where it is asked.
pytestmark = pytest.mark.once

TEXTS = settings.BASE_DIR / "templates" / "guides" / "texts"
# Words of a printed page of ten points with its headings.
WORDS_A_PAGE = 480


def names_of(text: str) -> list[str]:
    return re.findall(r'picture\.html" with name="([a-z-]+)"', text)


def words_of(text: str) -> int:
    return len(re.sub(r"<[^>]+>|{%.*?%}", " ", text).split())


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (REPORTER, {"the-phong-vien", "phong-vien"}),
        (COLLABORATOR, {"the-phong-vien", "phong-vien"}),
        (CHIEF, {"the-nguoi-duyet", "nguoi-duyet", "phong-vien"}),
        (ADMINISTRATOR, {"the-quan-tri-vien", "quan-tri-vien"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_help_menu_offers_what_a_role_needs(portal, make_user, client, role, offered):
    user = make_user("nguoi-doc", role)
    assert {guide.slug for guide in guides_of(user)} == offered
    client.force_login(user)
    page = client.get(reverse("guides:list")).content.decode()
    assert set(re.findall(r'href="/quan-tri/huong-dan/([a-z-]+)/"', page)) == offered
    assert reverse("guides:list") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_who_has_no_role_is_offered_all(portal, make_user):
    user = make_user("chua-co-vai-tro", REPORTER)
    user.groups.clear()
    assert guides_of(user) == list(GUIDES)


def test_every_role_of_a_guide_is_one(portal):
    names = set(Group.objects.values_list("name", flat=True))
    assert all(guide.roles <= names for guide in GUIDES)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_a_guide_answers_with_its_pictures(portal, make_user, client, guide):
    client.force_login(make_user("nguoi-doc", REPORTER))
    answer = client.get(reverse("guides:guide", args=[guide.slug]))
    assert answer.status_code == 200
    text = (TEXTS / f"{guide.slug}.html").read_text(encoding="utf-8")
    for name in names_of(text):
        assert (settings.BASE_DIR / "static" / "img" / "guides" / f"{name}.webp").exists(), (
            f"make guides: {name}"
        )
        assert f"img/guides/{name}.webp" in answer.content.decode()


def test_strangers_read_no_guide(portal, client):
    for address in (reverse("guides:list"), reverse("guides:guide", args=["phong-vien"])):
        assert client.get(address).status_code == 302
        assert "Soát bài" not in client.get(address, follow=True).content.decode()


def test_there_is_no_other_guide(portal, make_user, client):
    client.force_login(make_user("nguoi-doc", REPORTER))
    assert client.get("/quan-tri/huong-dan/khong-co/").status_code == 404


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_docs_have_the_same_text(guide):
    path = FOLDER / f"{guide.slug}.html"
    assert path.read_text(encoding="utf-8") == as_file(guide), "run: manage.py write_guides"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_it_is_as_short_as_promised(guide):
    words = words_of((TEXTS / f"{guide.slug}.html").read_text(encoding="utf-8"))
    assert words < WORDS_A_PAGE * (1 if guide.is_card else 10)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_every_tag_is_closed(guide):
    class Reader(HTMLParser):
        open_tags: list[str] = []

        def handle_starttag(self, tag, attrs):
            if tag not in ("img", "meta", "link", "br"):
                self.open_tags.append(tag)

        def handle_endtag(self, tag):
            assert self.open_tags.pop() == tag

    reader = Reader()
    reader.open_tags = []
    reader.feed(as_file(guide))
    assert reader.open_tags == []


def test_every_picture_that_is_taken_stands_in_a_guide():
    from tests.e2e.conftest import IN_GUIDES

    shown = {name for path in TEXTS.glob("*.html") for name in names_of(path.read_text(encoding="utf-8"))}
    assert set(IN_GUIDES.values()) == shown


def test_help_is_the_portals_own(portal, make_user, client):
    client.force_login(make_user("nguoi-doc", REPORTER))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "wagtail.org" not in home
    assert f'href="{reverse("guides:list")}"' in home


def test_wagtails_summary_of_the_account_is_the_one_that_is_replaced():
    path = Path(wagtail.__file__).parent / "admin/templates/wagtailadmin/home/account_summary.html"
    text = path.read_text(encoding="utf-8")
    said = [line.strip() for line in text.splitlines() if "{%" in line or "{{" in line]
    assert len(said) == 11, "compare templates/wagtailadmin/home/account_summary.html with Wagtail's"
    assert "editor_guide_link" in text
