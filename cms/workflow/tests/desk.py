"""What the tests of the holes share: posts as the admin's forms send them, and what must not have moved."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision, TaskState, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.workflow.acts import rounds
from cms.workflow.content import fingerprint
from cms.workflow.models import Approval, Decision, Signature, TakeDown

JSON = {"accept": "application/json"}
HOUR = timezone.timedelta(hours=5)
MINUTE = timezone.timedelta(minutes=1)
SECRET = "Điều chưa ai duyệt."
ROWS = ("gallery_images", "contributions", "attachments", "related", "corrections", "comments")


def admin(name: str, *args: Any) -> str:
    """Return the address of one of Wagtail's page views."""
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def review(page: Page) -> str:
    return reverse("workflow:review", args=[page.pk])


def scheduler_panel(response: Any) -> str:
    """Return what the scheduler's panel on the home page says; empty if it is not there."""
    _before, _mark, after = response.content.decode().partition('id="scheduler-trouble"')
    return after.partition("</section>")[0]


def bulk(action: str, *pages: Page, model: tuple[str, str] = ("wagtailcore", "page")) -> str:
    """Return the address of a bulk action on those pages."""
    return (
        reverse("wagtail_bulk_action", args=[*model, action])
        + "?"
        + "&".join(f"id={page.pk}" for page in pages)
    )


def article(**changes: Any) -> dict[str, Any]:
    """Return what the editor posts for a news article. Names are written as in the form, with hyphens."""
    data = {
        "title": "Hội nghị sơ kết",
        "slug": "hoi-nghi-so-ket",
        "lead": "Sáng nay, hội nghị sơ kết công tác.",
        "genre": "tin",
        "category": "",
        "body": streamfield([("paragraph", rich_text("<p>Nội dung.</p>"))]),
        **dict.fromkeys(("short_title", "tags", "source_name", "source_url", "go_live_at", "expire_at"), ""),
        **dict.fromkeys(("lead_image", "lead_image_caption", "lead_image_alt", "lead_image_credit"), ""),
        "comment_notifications": "",
        **{name: inline_formset([]) for name in ROWS},
    }
    return {**nested_form_data(data), **changes}


def form_of(story: Any, **changes: Any) -> dict[str, Any]:
    """Return what the editor posts for that article as its latest revision is, with changes."""
    draft = Page.objects.get(pk=story.pk).get_latest_revision_as_object()
    values = {
        "title": draft.title,
        "slug": draft.slug,
        "lead": draft.lead,
        "category": str(draft.category_id),
    }
    return article(**{**values, **changes})


def as_user(user: Any, **options: Any) -> Client:
    """Return a browser in which that account is logged in."""
    client = Client(**options)
    client.force_login(user)
    return client


def reads(page: Page) -> str | None:
    """Return what a reader finds at the page's public address; None if there is nothing."""
    address = Page.objects.get(pk=page.pk).get_url_parts()[2]
    response = Client().get(address)
    return response.content.decode() if response.status_code == 200 else None


def token(page: Page) -> str:
    """Return the token that the review page would put into its form now."""
    return rounds.shown_now(page.pk).mint()


def decide(client: Client, page: Page, act: str, text: str = "", shown: str | None = None) -> Any:
    """Post the review page's form."""
    data = {"act": act, "token": token(page) if shown is None else shown, f"{act}-text": text}
    return client.post(review(page), data)


def autosave(client: Client, page: Page, overwrite: int, lead: str) -> dict[str, Any]:
    """Post what the editor's script posts some seconds after the last key; return its answer."""
    data = form_of(page, lead=lead, overwrite_revision_id=str(overwrite))
    return json.loads(client.post(admin("edit", page.pk), data, headers=JSON).content)


def correct(page: Page, user: Any, **fields: Any) -> Revision:
    """Save a new version, as the editor does."""
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=user, log_action=True)


def public() -> dict[str, Any]:
    """Return what the public sees: every live page, where it stands, what it says, and who may open it."""
    live = Page.objects.live().filter(depth__gt=1).specific()
    return {
        "pages": {
            page.pk: (page.path, page.url_path, page.live_revision_id, fingerprint(page.serializable_data()))
            for page in live
        },
        "private": list(PageViewRestriction.objects.values_list("page_id", flat=True)),
    }


def evidence() -> dict[str, Any]:
    """Return all that the review has written."""
    return {
        "decisions": list(Decision.objects.values_list("pk", "kind", "page_id")),
        "signatures": list(Signature.objects.values_list("pk", "person_id", "content_hash")),
        "approvals": list(Approval.objects.values_list("pk", "revision_id")),
        "taken down": list(TakeDown.objects.values_list("pk", flat=True)),
    }


def rounds_now() -> dict[str, Any]:
    """Return where every round stands, and what waits for its hour."""
    return {
        "workflows": list(
            WorkflowState.objects.order_by("pk").values_list("pk", "status", "current_task_state")
        ),
        "steps": list(TaskState.objects.order_by("pk").values_list("pk", "status", "revision_id")),
        "hours": list(
            Revision.objects.filter(approved_go_live_at__isnull=False).values_list(
                "pk", "approved_go_live_at"
            )
        ),
    }


def tree() -> list[tuple]:
    """Return the tree of pages and assert that it is sound."""
    problems = Page.find_problems()
    assert not any(problems), f"the tree is damaged: {problems}"
    return list(Page.objects.order_by("path").values_list("pk", "path", "owner_id"))


@contextmanager
def nothing_decided() -> Iterator[None]:
    """Assert that what happens inside leaves the public, the evidence and the rounds as they were."""
    before = public(), evidence(), rounds_now()
    yield
    for was, now in zip(before, (public(), evidence(), rounds_now()), strict=True):
        assert now == was


@contextmanager
def nothing_happens() -> Iterator[None]:
    """Assert besides that no page came, went or moved, and that no revision was made or changed."""
    before = tree(), list(Revision.objects.order_by("pk").values_list("pk", "content"))
    with nothing_decided():
        yield
    assert (tree(), list(Revision.objects.order_by("pk").values_list("pk", "content"))) == before
