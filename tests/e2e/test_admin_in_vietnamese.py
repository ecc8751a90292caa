"""Whoever writes, approves or administers meets no English; and on a phone nothing runs out of the screen."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cms.accounts.roles import ADMINISTRATOR, CHIEF, DEPUTY_CHIEF, REPORTER
from cms.workflow import service
from cms.workflow.acts import rounds
from cms.workflow.models import Holiday
from news.models import Category, Contribution
from news.royalties import genres
from news.royalties.models import GenreRate, Rate
from news.tests.factories import NewsArticlePageFactory
from tests.admin_surface.table import lines
from tests.public_surface import ADMIN

from .visible_english import english_words, visible_english

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def test_english_is_seen():
    assert {"delete", "save", "upload", "publish", "password", "search"} <= english_words()
    assert not {"trang", "tin", "anh", "sapo", "slug", "url", "xlsx"} & english_words()


@pytest.fixture
def newsroom(served_portal, make_user):
    """A reporter with a public story, one in review, a returned one and a draft with two versions."""
    genres.seed()
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai", position="Chuyên viên")
    chief = make_user("chanhvanphong", CHIEF, "Trần Quốc", "Hưng", position="Chánh Văn phòng")
    make_user("phochanhvanphong", DEPUTY_CHIEF, "Vũ Thị", "Hà")

    def story(title: str):
        served_portal.news_index.refresh_from_db()
        made = NewsArticlePageFactory(parent=served_portal.news_index, owner=reporter, title=title)
        made.contributions = [Contribution(name="Lê Thị Mai", position="Chuyên viên", wrote_news=True)]
        made.save()
        made.save_revision(user=reporter, log_action=True)
        return made

    public, waiting, returned, draft = map(
        story, ("Tin đã đăng", "Tin đang chờ duyệt", "Tin bị trả", "Bản nháp")
    )
    state = service.submit(public, reporter)
    service.sign(state.pk, chief, rounds.shown_now(public.pk).mint())
    service.submit(waiting, reporter)
    state = service.submit(returned, reporter)
    service.return_page(state.pk, chief, rounds.shown_now(returned.pk).mint(), "Bổ sung số liệu.")
    draft.title = "Bản nháp viết lại"
    draft.save_revision(user=reporter, log_action=True)
    return {"index": served_portal.news_index, "public": public, "waiting": waiting, "draft": draft,
            "reporter": reporter, "chief": chief}  # fmt: skip


class Walk:
    """A person's walk through the admin: every screen is read, the main ones are tried on a phone."""

    def __init__(self, page, live_server, screenshot, who: str) -> None:
        self.page, self.root, self.screenshot, self.who = page, live_server.url, screenshot, who
        self.english: dict[str, set[str]] = {}
        self.wide: list[str] = []

    def enter(self, user) -> None:
        """Begin a session as that account: how people log in is another test's concern."""
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.root}
        self.page.context.add_cookies([cookie])

    def read(self, name: str) -> None:
        """Read the screen as it is now."""
        if found := visible_english(self.page):
            self.english[name] = found

    def visit(self, name: str, address: str, *, phone: bool = True) -> None:
        """Open a screen and read it, its menus too."""
        answer = self.page.goto(self.root + address, wait_until="load")
        assert answer.status == 200, (name, answer.status)
        self.page.wait_for_timeout(150)
        self.read(name)
        if phone:
            self.page.set_viewport_size(PHONE)
            if self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                self.wide.append(name)
                self.screenshot(self.page, f"admin-{self.who}-{name}-390")
            self.page.set_viewport_size(DESK)

    def open(self, name: str, selector: str, *, close: bool = True) -> None:
        """Click something that opens a part, read what it shows, close it."""
        self.page.locator(selector).first.click()
        self.page.wait_for_timeout(500)
        self.read(name)
        if close:
            self.page.keyboard.press("Escape")

    def end(self) -> None:
        lines = [f"{screen}: {text}" for screen, texts in self.english.items() for text in sorted(texts)]
        assert not lines, "\n".join(lines)
        assert self.wide == []


@pytest.mark.django_db(transaction=True)
def test_a_reporters_screens(live_server, newsroom, new_page, screenshot):
    walk = Walk(new_page(**DESK), live_server, screenshot, "reporter")
    index, draft = newsroom["index"].pk, newsroom["draft"].pk
    first, last = (revision.pk for revision in newsroom["draft"].revisions.order_by("pk"))
    walk.enter(newsroom["reporter"])
    walk.visit("home", reverse("wagtailadmin_home"))
    walk.open("account menu", ".sidebar-footer button")
    walk.visit("explorer", reverse("wagtailadmin_explore", args=[index]))
    walk.visit("kinds", reverse("wagtailadmin_pages:add_subpage", args=[index]))
    walk.visit("new report", reverse("wagtailadmin_pages:add", args=["news", "conferencereportpage", index]))
    walk.visit("new article", reverse("wagtailadmin_pages:add", args=["news", "newsarticlepage", index]))
    walk.page.locator("footer .w-dropdown__toggle").first.click()
    walk.read("menu of the editor")
    with walk.page.expect_navigation():
        walk.page.locator("footer button[type=submit]").first.click()
    walk.read("errors of the editor")
    walk.visit("edit", reverse("wagtailadmin_pages:edit", args=[draft]))
    walk.page.locator("button[data-chooser-action-choose]").first.evaluate("button => button.click()")
    walk.page.locator(".modal [role=tab]").first.wait_for()
    walk.read("choose a picture")
    walk.page.locator(".modal [role=tab]").nth(1).click()
    walk.read("upload a picture")
    for name, view in (("history", "history"), ("usage", "usage"), ("delete", "delete")):
        walk.visit(name, reverse(f"wagtailadmin_pages:{view}", args=[draft]))
    walk.visit("compare", reverse("wagtailadmin_pages:revisions_compare", args=[draft, first, last]))
    walk.visit("search", reverse("wagtailadmin_pages:search") + "?q=khong+co")
    for name in (
        "workflow:my_stories", "wagtailadmin_account", "wagtailimages:index", "wagtailimages:add_multiple",
        "wagtaildocs:index", "wagtaildocs:add_multiple", "letters:index", "statistics", "usefulness", "royalties",
    ):  # fmt: skip
        walk.visit(name, reverse(name))
    walk.visit("own review", reverse("workflow:review", args=[newsroom["waiting"].pk]))
    walk.end()


@pytest.mark.django_db(transaction=True)
def test_an_approvers_screens(live_server, newsroom, new_page, screenshot):
    walk = Walk(new_page(**DESK), live_server, screenshot, "approver")
    walk.enter(newsroom["chief"])
    public, waiting = newsroom["public"].pk, newsroom["waiting"].pk
    walk.visit("home", reverse("wagtailadmin_home"))
    for name in (
        "workflow:queue", "workflow:register", "workflow:delegations", "royalties", "royalties_waiting",
        "royalties_print", "wagtailadmin_account", "letters:index",
    ):  # fmt: skip
        walk.visit(name, reverse(name))
    walk.visit("review", reverse("workflow:review", args=[waiting]))
    walk.open("royalties on the review page", ".royalties-panel summary", close=False)
    with walk.page.expect_navigation():
        walk.page.locator("#tra-bai button[type=submit]").click()
    walk.read("return without a reason")
    for name in ("urgent", "slip"):
        walk.visit(name, reverse(f"workflow:{name}", args=[waiting]))
    walk.visit("take down", reverse("workflow:take_down", args=[public]))
    walk.visit("royalties of a story", reverse("royalties_story", args=[public]))
    walk.visit("edit", reverse("wagtailadmin_pages:edit", args=[waiting]))
    walk.visit("history", reverse("wagtailadmin_pages:history", args=[public]))
    walk.end()


# Rooms of the administrators (tests/admin_surface/); of their screens those that are whole pages.
ADMINISTERED = (
    "settings.txt",
    "accounts.txt",
    "reports.txt",
    "own.txt",
    "letters.txt",
    "money.txt",
    "review.txt",
)
NO_SCREENS = (
    "results/", "ket-qua/", "test404/", "failwhale/", "an-toan/thiet-bi-moi/", "da-go/",
    "reports/page-types-usage/",  # offered to nobody (cms/wagtail_hooks.py)
)  # fmt: skip


def screens_of_administrators() -> list[str]:
    """Return the addresses that name no thing and that an administrator may read."""
    return [
        line.address.strip("/")
        for line in lines()
        if line.file in ADMINISTERED
        and line.thing == "-"
        and line.lets_in("M", "get")
        and not line.address.endswith(NO_SCREENS)
    ]


@pytest.mark.django_db(transaction=True)
def test_an_administrators_screens(live_server, newsroom, make_user, new_page, screenshot):
    walk = Walk(new_page(**DESK), live_server, screenshot, "administrator")
    walk.enter(make_user("quantri", ADMINISTRATOR, "Đỗ Văn", "Khoa", position="Chuyên viên"))
    account, superuser = newsroom["reporter"].pk, make_user("sieuquantri", None, is_superuser=True).pk
    screens = screens_of_administrators()
    assert len(screens) > 30
    for screen in screens:
        walk.visit(screen or "home", f"/{ADMIN}{screen}/".replace("//", "/"))
    walk.visit("explorer", reverse("wagtailadmin_explore", args=[newsroom["index"].pk]))
    for name in ("images:index", "images:add_multiple", "docs:index", "docs:add_multiple"):
        walk.visit(name, reverse(f"wagtail{name}"))
    for name in ("history", "usage"):
        walk.visit(f"account: {name}", reverse(f"wagtailusers_users:{name}", args=[superuser]))
    walk.visit("safety of an account", reverse("account_safety_of", args=[account]))
    walk.visit("account", reverse("wagtailusers_users:edit", args=[account]))
    for tab in walk.page.locator("[role=tab]").all():
        tab.click()
        walk.read("account: tab")
    walk.visit("settings", f"/{ADMIN}settings/home/portalsettings/{newsroom['index'].get_site().pk}/")
    kept = (
        Category.objects.first(),
        GenreRate.objects.first(),
        Rate.objects.create(valid_from=date(2026, 7, 1), base_salary=2_340_000),
        Holiday.objects.create(name="Quốc khánh", first_day=date(2026, 9, 2)),
    )
    for thing in kept:
        label = thing._meta.label_lower.replace(".", "_")
        for view in ("edit", "usage", "history"):
            walk.visit(f"{label}: {view}", reverse(f"wagtailsnippets_{label}:{view}", args=[thing.pk]))
    for screen in (
        "users/new/",
        "redirects/add/",
        "snippets/news/category/add/",
        "snippets/home/servicenotice/add/",
    ):
        walk.visit(screen, f"/{ADMIN}{screen}", phone=False)
        button = walk.page.locator("form[method=post]:not([action*=logout]) button[type=submit]").last
        with walk.page.expect_navigation():  # a click in a script waits for nothing
            button.evaluate("button => { button.form.noValidate = true; button.click(); }")
        walk.page.wait_for_timeout(300)
        walk.read(f"errors of {screen}")
    walk.end()


@pytest.mark.django_db(transaction=True)
def test_screens_before_the_login(live_server, newsroom, new_page, screenshot):
    walk = Walk(new_page(**DESK), live_server, screenshot, "stranger")
    walk.visit("reset", reverse("wagtailadmin_password_reset"))
    walk.visit("login", reverse("wagtailadmin_login"))
    walk.page.fill("input[name=username]", "phongvien")
    walk.page.fill("input[name=password]", "sai")
    with walk.page.expect_navigation():
        walk.page.click("button[type=submit]")
    walk.read("refused")
    walk.end()
