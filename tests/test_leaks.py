"""Nothing that is not public reaches the public, at no address: one test over all of them.

Stories in every state that the public may not see say a word that stands nowhere else, in every field that they
have. The addresses are walked from the URL conf (public_surface.py) and from the links of what they answer. A
second word stands in what is hidden and in what is public: with it is searched, so that the search has to choose.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from wagtail.models import Page, Site

from cms.media.models import PortalRendition
from cms.workflow import service
from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown
from home.feedback.models import Letter, Usefulness
from home.models import StandardPage
from news.models import DailyViews, StoryPage, ViewCount
from news.tests.hidden import hide_stories
from search import index

from . import public_surface as surface
from .filled import fill, new_files

MARK = "zqxmat"
# Stands in hidden and in public texts alike.
BAIT = "zqxmoi"
# What news/tests/hidden.py writes besides, and who works here.
SECRETS = re.compile(
    rf"{MARK}|tin.mật|tin-mat|phòng kín|phong-kin|từ khóa mật|tu-khoa-mat|phongvien|chanhvanphong"
    r"|Trần Thị Bình|Phạm Văn Giang|mat-khau",
    re.IGNORECASE,
)
LINKS = re.compile(
    r"""(?:href|src|action)=["']([^"'#]+)|(?:content|data-[a-z-]+)=["']((?:/|https?:)[^"'#]+)"""
    r"""|<(?:loc|link|id|image:loc)>([^<]+)"""
)
SRCSETS = re.compile(r"""srcset=["']([^"']+)""")
TEXTS = ("text/", "application/")
# Far more than there are: the walk ends by itself.
MOST = 3_000


def test_every_public_address_is_listed():
    assert surface.routes() == set(surface.PARTS), "say in tests/public_surface.py how the address is tried"


class Newsroom:
    """The stories that nobody outside may know, and those that everybody may."""

    hidden: dict[str, Any]
    live: Any
    withdrawn: str
    public_files: set[str]


@pytest.fixture
def newsroom(portal, make_story, publish, reporter, chief, token_for, time_machine) -> Newsroom:
    """A portal with a public story and hidden ones in every state; each hidden one was read more often."""
    room = Newsroom()
    number = count(1)

    def files(text: str) -> dict[str, Any]:
        return new_files(text, next(number), portal.collection)

    def secret(owner, *, state: str = "", **fields) -> Any:
        words = f"{MARK}{state or fields['title'].split()[-1]} {BAIT}"
        story = make_story(owner, **fields)
        fill(story, words, title=f"{fields['title']} {words}", files=files(words), target=room.live)
        story.lead_image.get_rendition("width-400|format-webp")
        # In the database, too: what a draft's row says is no more public than its revision.
        story.save()
        story.save_revision(user=owner, log_action=True)
        return type(story).objects.get(pk=story.pk)

    room.live = _publish_filled(make_story, publish, reporter, chief, f"Công khai {BAIT}", files)
    room.hidden = hide_stories(secret, publish, reporter, chief, time_machine)
    room.hidden["returned"] = secret(reporter, conference=True, state="returned", title="Tin mật returned")
    task_state = service.submit(room.hidden["returned"], reporter)
    service.return_page(task_state.pk, chief, token_for(room.hidden["returned"]), f"{MARK} trả lại")
    room.hidden["merged"] = publish(
        secret(reporter, conference=True, state="merged", title="Tin mật merged"), reporter, chief
    )
    public_life.take_down(room.hidden["merged"].pk, chief, TakeDown.Kind.MERGED, "Trùng.", target=room.live)
    # Public stories lead to hidden ones, and say other things in drafts that nobody signed.
    leading, to_private = (
        _publish_filled(
            make_story, publish, reporter, chief, f"{words} {BAIT}", files, target=room.hidden[state]
        )
        for words, state in (("Dẫn tới", "mistake"), ("Dẫn vào", "private"))
    )
    to_draft = _publish_filled(
        make_story, publish, reporter, chief, f"Dẫn trước {BAIT}", files, target=room.hidden["draft"]
    )
    article = _publish_filled(make_story, publish, reporter, chief, f"Bài {BAIT}", files, conference=False)
    newer = files(f"{MARK}newer")
    for page in (room.live, leading, to_private, *(each.specific for each in _structure(portal))):
        draft = type(page).objects.get(pk=page.pk)
        fill(draft, f"{MARK}newer {BAIT}", files=newer, target=room.hidden["draft"])
        draft.save_revision(user=reporter)
    text = StandardPage(title=f"{MARK} trang", introduction=f"{MARK} {BAIT}", live=False, show_in_menus=True)
    portal.home.refresh_from_db()
    portal.home.add_child(instance=text)
    for story in room.hidden.values():
        ViewCount.objects.update_or_create(story_id=story.pk, defaults={"total": 9_999})
        DailyViews.objects.update_or_create(
            story_id=story.pk, day=timezone.localdate(), defaults={"views": 9_999}
        )
        Letter.objects.create(
            kind=Letter.Kind.CORRECTION,
            story_id=story.pk,
            story_title=MARK,
            subject=MARK,
            quotation=MARK,
            text=MARK,
            name=MARK,
            email=f"{MARK}@example.com",
        )
    public = (room.live, leading, to_private, to_draft, article)
    # The worst that the search's index can be: stale, with everything in it.
    found = [story.search_document() for story in (*room.hidden.values(), *public)]
    index.store([replace(each, published_at=each.published_at or timezone.now()) for each in found])
    room.withdrawn = address_of(room.hidden["withdrawn"])
    pictures = PortalRendition.objects.filter(image__in=[story.lead_image_id for story in public])
    room.public_files = {f"/media/{name}" for name in pictures.values_list("file", flat=True)}
    room.public_files |= {story.attachments.get().document.url for story in public}
    return room


def _publish_filled(make_story, publish, reporter, chief, text, files, target=None, conference=True) -> Any:
    story = fill(make_story(reporter, conference=conference), text, files=files(text), target=target)
    if target is not None:
        # In every way in which a text may lead to a page.
        link = f'<p>Xem <a linktype="page" id="{target.pk}">tại đây</a>.</p>'
        quotation = {"text": link, "speaker": "", "position": ""}
        story.body.extend(
            [("paragraph", link), ("quotation", quotation), ("ordinal_list", {"items": [link]})]
        )
        for speech in story.speeches.all():
            speech.text = link
    story.save()
    story.save_revision(user=reporter, log_action=True)
    return publish(type(story).objects.get(pk=story.pk), reporter, chief)


def _structure(portal) -> Any:
    """The pages that are no stories, all of them public since the portal was founded."""
    pages = Page.objects.descendant_of(portal.home, inclusive=True)
    return pages.not_type(StoryPage)


def questions() -> Iterator[str]:
    """Yield what a curious reader types: with the word that public and hidden texts share."""
    for filters in ({}, {"loai": "conference"}, {"nam": timezone.localdate().year}, {"trang": 2}):
        yield "/tim-kiem/?" + urlencode({"q": BAIT, **filters})
    yield "/tim-kiem/?" + urlencode({"nguoi-phat-bieu": BAIT})
    for typed in (BAIT, BAIT[:4], "Tin", "Công khai"):
        yield "/tim-kiem/goi-y/?" + urlencode({"q": typed})
    for asked in ("limit=20", "fields=*", "fields=_,title", "order=last_published_at", "offset=1"):
        yield f"/api/v2/trang/?{asked}"
    for kind in ("conference", "article"):
        yield f"/api/v2/trang/?kind={kind}&fields=*"


def address_of(page: Any) -> str:
    """Return where the page would answer, public or not."""
    root = Site.objects.get(is_default_site=True).root_page
    return "/" + page.url_path.removeprefix(root.url_path)


def said_by(response: Any) -> str:
    """Return all that an answer says – head and body – as a person would read it."""
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if not response.headers.get("Content-Type", "text/").startswith(TEXTS) or body.startswith(b"%PDF"):
        return head
    text = body.decode()
    if "calendar" in response.headers["Content-Type"]:
        text = text.replace("\r\n ", "")
    if "json" in response.headers["Content-Type"]:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return f"{head}\n{html.unescape(unquote(text))}"


def links_in(text: str, address: str) -> Iterator[str]:
    """Yield the portal's own addresses that an answer names, wherever it names them."""
    found = ["".join(groups) for groups in LINKS.findall(text)]
    found += [part.split()[0] for group in SRCSETS.findall(text) for part in group.split(",") if part.strip()]
    found += re.findall(r"https?://localhost(/[^\s\"'<>\\]*)", text)
    for link in found:
        parts = urlsplit(urljoin(f"http://localhost{address}", link.strip()))
        if parts.scheme in ("http", "https") and parts.hostname == "localhost":
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(client: Client, start: list[str]) -> dict[str, tuple[int, str]]:
    """Ask for the addresses and for all to which their answers lead."""
    answers: dict[str, tuple[int, str]] = {}
    waiting = list(dict.fromkeys(start))
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        text = said_by(response)
        if response.status_code in (301, 404):
            # Who asks for an address may be told that very address.
            text = text.replace(unquote(address), "")
        answers[address] = (response.status_code, text)
        for link in links_in(text, address):
            if link not in known and not link.startswith(("/static/", f"/{surface.ADMIN}")):
                known.add(link)
                waiting.append(link)
        assert len(known) < MOST
    return answers


def test_no_public_address_says_anything_of_what_is_hidden(newsroom):
    """Ask as a stranger for every address there is, for every stored thing, and follow all links."""
    answers = crawl(Client(), ["/", *surface.addresses(), *questions()])

    shown = answers.pop(newsroom.withdrawn)
    assert shown[0] == 200, "withdrawn: its text stays, under the banner"
    assert "X-Robots-Tag: noindex" in shown[1]
    told = {
        address: text[max(found.start() - 80, 0) : found.end() + 40]
        for address, (_status, text) in answers.items()
        if (found := SECRETS.search(text))
    }
    assert told == {}
    # Nor by number or address.
    for state, story in newsroom.hidden.items():
        named = re.compile(
            rf"/(?:bao-loi|huu-ich|luot-xem|lich|trang)/{story.pk}\b|\"id\": {story.pk}\b"
            rf"|{story.translation_key}"
        )
        assert [address for address, (_status, text) in answers.items() if named.search(text)] == [], state
    # A hidden thing's own address is as if nothing had ever been there.
    opened = {address for address, (status, _text) in answers.items() if status == 200}
    assert not {address for address in opened if SECRETS.search(unquote(address))}
    for state, story in newsroom.hidden.items():
        status = {"mistake": 410, "merged": 302}.get(state, 404)
        if state != "withdrawn":
            assert answers[address_of(story)][0] == status, state
        for address in (f"/bao-loi/{story.pk}/", f"/lich/{story.pk}.ics", f"/api/v2/trang/{story.pk}/"):
            assert answers[address][0] == 404, state
    # And the walk was one: the public story stands where it should, every kind of page was read.
    for where in ("/", "/rss/", "/atom/", "/tin-tuc-su-kien/", "/lich/hoi-nghi.ics"):
        assert "Công khai" in answers[where][1], where
    results = "".join(
        text for address, (_status, text) in answers.items() if address.startswith("/tim-kiem/?")
    )
    assert newsroom.live.get_url() in results
    typed = f"/tim-kiem/goi-y/?{urlencode({'q': 'Công khai'})}"
    assert newsroom.live.get_url() in answers[typed][1]
    read = {type(page) for page in Page.objects.live().specific() if page.get_url() in opened}
    assert surface.page_types() <= read
    assert newsroom.public_files <= opened
    files = {address for address in opened if address.startswith(("/media/", "/tai-lieu/"))}
    assert files == newsroom.public_files


@pytest.fixture
def hidden(make_story, publish, reporter, chief, time_machine) -> dict[str, Any]:
    """The same states, with a title alone."""
    return hide_stories(make_story, publish, reporter, chief, time_machine)


def test_nothing_can_be_sent_about_what_is_hidden(hidden):
    """What a stranger sends about a hidden story is answered as if there were none, and kept nowhere."""
    kept = _kept()
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    for number in (*(story.pk for story in hidden.values()), 2_000_000_000):
        answers = [
            client.post(f"/bao-loi/{number}/", {"text": "Sai."}),
            client.post(f"/huu-ich/{number}/", {"useful": "yes"}, headers={"sec-fetch-site": "same-origin"}),
            client.post(f"/luot-xem/{number}"),
        ]
        assert [answer.status_code for answer in answers] == [404, 404, 204]
        assert not [text for text in map(said_by, answers) if SECRETS.search(text)]
        caches["readers"].clear()
    assert _kept() == kept


def _kept() -> list[Any]:
    return [
        Letter.objects.count(),
        list(Usefulness.objects.values_list()),
        list(ViewCount.objects.order_by("pk").values_list("pk", "total")),
    ]


def test_a_stranger_finds_nothing_in_the_admin(hidden):
    """Every address of the admin, filled with the numbers of hidden stories, leads to the login or nowhere."""
    story, client = hidden["draft"], Client()
    told, open_to_all = {}, set()
    for pattern, address in admin_addresses(story.pk):
        response = client.get(address)
        if SECRETS.search(said_by(response)):
            told[address] = response.status_code
        if response.status_code == 200:
            open_to_all.add(pattern)
        else:
            assert response.status_code in (302, 403, 404, 405), address
    assert told == {}
    assert open_to_all <= OPEN_TO_ALL


# The admin's addresses that answer before anybody has logged in; none of them names a page.
OPEN_TO_ALL = {
    f"{surface.ADMIN}{rest}"
    for rest in (
        *("sprite/", "jsi18n/", "login/", "password_reset/", "password_reset/done/"),
        *("password_reset/complete/", "password_reset/confirm/<uidb64>/<token>/"),
        # Whether one's own session goes on, and the way back to what was typed when it ended.
        *("phien/", "phien/quay-lai/"),
    )
}


def admin_addresses(number: int) -> Iterator[tuple[str, str]]:
    """Yield (pattern, address) of every address of the admin whose parts are numbers or words."""
    for pattern, _callback in _below_admin(get_resolver().url_patterns, ""):
        address = re.sub(r"<(?:int|str|slug|path|uuid)?:?[a-z_]+>", str(number), pattern)
        address = re.sub(r"\(\?P<[a-z_]+>[^()]*\)|\([^()]*\)", str(number), address)
        address = re.sub(r"[\^$\\]|\(\?:|\)\?", "", address)
        yield pattern, f"/{address}"


def _below_admin(patterns: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        whole = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            if not prefix and not whole.startswith(surface.ADMIN):
                continue
            yield from _below_admin(pattern.url_patterns, whole)
        elif whole.startswith(surface.ADMIN):
            yield whole, pattern.callback
