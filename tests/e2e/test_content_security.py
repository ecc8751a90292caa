"""The Content-Security-Policy as a browser enforces it: no page and no main screen of the admin breaks it."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from cms.workflow import service
from tests.public_surface import page_types

from .waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

# Noted before any script of the page runs; kept by the name of the window until the page is asked for it.
NOTE = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  const place = `${event.sourceFile}:${event.lineNumber}`;
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${place} ${event.sample}`);
});
"""
PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture
def broken(new_page):
    """A browser's page, and what broke the policy on the addresses that were opened in it."""
    page, found = new_page(), {}
    page.add_init_script(NOTE)

    def look(address: str, act=None) -> None:
        answer = page.goto(address)
        assert answer.headers["content-security-policy"]
        page.wait_for_load_state("load")
        if act:
            act(page)
        if noted := page.evaluate("window.violations"):
            found[address] = sorted(set(noted))

    return page, look, found


def test_the_policy_is_kept_everywhere(
    served_portal, live_server, make_story, publish, make_user, reporter, chief, superuser, broken
):
    page, look, found = broken
    story = publish(make_story(reporter, conference=True, title="Hội nghị"), reporter, chief)
    waiting = make_story(reporter, title="Bài chờ")
    service.submit(waiting, reporter)
    site = live_server.url

    # It is enforced at all.
    page.goto(site)
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    page.evaluate("document.body.setAttribute('onclick', '1'); document.body.click()")
    wait_until(page, "window.violations.length > 0")

    public = Page.objects.live().descendant_of(served_portal.home, inclusive=True).specific()
    seen = {type(each): each.get_url_parts()[2] for each in public}
    assert page_types() & set(seen) >= {type(story), type(served_portal.home), type(served_portal.news_index)}
    others = [
        "/tim-kiem/?q=hoi",
        "/kenh-rss/",
        "/so-do-cong/",
        "/tin-tuc-su-kien/nguoi-phat-bieu/",
        "/khong-co/",
    ]
    others += [reverse("contact"), reverse("report_error", args=[story.pk])]
    for address in (*seen.values(), *others):
        look(site + address)

    page.goto(f"{site}/quan-tri/login/")
    page.fill("input[name=username]", superuser.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/quan-tri/")
    index = served_portal.news_index.pk
    screens = [
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[index]),
        reverse("wagtailadmin_pages:add", args=["news", "conferencereportpage", index]),
        reverse("wagtailadmin_pages:edit", args=[waiting.pk]),
        reverse("wagtailadmin_pages:edit", args=[story.pk]),
        reverse("wagtailadmin_pages:history", args=[story.pk]),
        reverse("wagtailadmin_pages:view_draft", args=[waiting.pk]),
        *(reverse(name) for name in ("workflow:queue", "workflow:register", "workflow:my_stories")),
        reverse("workflow:review", args=[waiting.pk]),
        *(
            reverse(name)
            for name in ("wagtailimages:index", "wagtailimages:add_multiple", "wagtaildocs:index")
        ),
        *(
            reverse(name)
            for name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailadmin_account")
        ),
        reverse("wagtailsettings:edit", args=["home", "portalsettings"]),
        *(reverse(f"wagtailsnippets_{name}:add") for name in ("news_category", "home_servicenotice")),
        *(reverse(name) for name in ("statistics", "letters:index", "wagtailredirects:index")),
    ]
    for address in screens:
        look(site + address)

    assert found == {}

    def choose(page) -> None:
        page.locator("[data-chooser-action-choose]:visible").first.click()
        page.locator(".modal-content:visible").first.wait_for()

    look(site + reverse("wagtailsettings:edit", args=["home", "portalsettings"]), choose)
    assert found == {}
