"""The newsroom of a running stack, for tests: a process in the stack's own environment does what people do.

``python -m tests.stack.newsroom`` reads one JSON request a line – the name of a function below and its arguments –
and answers each with one line. Tests so decide, publish and count without a browser, and across faults.
"""

import io
import json
import sys
from typing import Any

PUBLISHED = ["submitted", "signed", "published"]
PASSWORD = "mat-khau-thu-nghiem"  # of accounts that live as long as the test


def people() -> dict[str, int]:
    """Make a reporter and a chief of office who may approve."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from cms.accounts.roles import CHIEF, REPORTER

    made = {}
    for name, role, last, first in (
        ("phongvien", REPORTER, "Trần Thị", "Bình"),
        ("chanhvanphong", CHIEF, "Phạm Văn", "Giang"),
    ):
        user = get_user_model().objects.create_user(
            name, f"{name}@example.com", PASSWORD, last_name=last, first_name=first, position="Chuyên viên"
        )
        user.groups.add(Group.objects.get(name=role.name))
        made[name] = user.pk
    return made


def staff(reporters: int, chiefs: int) -> dict[str, list[dict[str, Any]]]:
    """Make so many people; returns of each the name and the cookie of a session."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from cms.accounts.roles import CHIEF, REPORTER

    made: dict[str, list[dict[str, Any]]] = {"reporters": [], "chiefs": []}
    for kind, role, number in (("reporters", REPORTER, reporters), ("chiefs", CHIEF, chiefs)):
        for place in range(number):
            name = f"{kind}{place}"
            user = get_user_model().objects.create_user(
                name, f"{name}@example.com", PASSWORD, last_name="Nguyễn Văn", first_name="An"
            )
            user.groups.add(Group.objects.get(name=role.name))
            made[kind].append({"name": name, "cookies": session(name)})
    return made


def form() -> dict[str, str]:
    """Return what the editor's form posts for an article that may be submitted; the caller puts title and lead in."""
    from cms.workflow.tests.desk import article
    from news.models import Category

    category = Category.objects.order_by("pk").values_list("pk", flat=True)[0]
    return {name: str(value) for name, value in article(category=category).items()}


def index() -> int:
    """Return the number of the page under which stories are written."""
    from home.setup import existing

    portal = existing()
    assert portal is not None
    return int(portal.news_index.pk)


def leads(page_ids: list[int]) -> dict[str, str]:
    """Return what the latest revision of each page has as its lead, by number."""
    from wagtail.models import Page

    return {
        str(page.pk): page.get_latest_revision_as_object().lead
        for page in Page.objects.filter(pk__in=page_ids)
    }


def not_as_signed(page_ids: list[int]) -> list[str]:
    """Return what is wrong with what is public: stories that were signed and are not, and the register's findings."""
    from wagtail.models import Page

    from cms.workflow.verification import findings

    public = set(Page.objects.live().public().filter(pk__in=page_ids).values_list("pk", flat=True))
    missing = [f"page {page_id} is not public" for page_id in sorted(set(page_ids) - public)]
    return missing + [str(finding) for finding in findings() if finding.is_fault]


def draft(title: str, *, picture: bool = False) -> dict[str, Any]:
    """Write a draft; returns its number and the path that it will have."""
    from cms.media.intake import store_picture
    from home.setup import existing
    from news.tests.factories import NewsArticlePageFactory

    portal = existing()
    assert portal is not None
    more: dict[str, Any] = {}
    if picture:
        import secrets

        from PIL import Image

        # No picture twice: the library would name the one that it has.
        drawn = Image.frombytes("RGB", (16, 12), secrets.token_bytes(576)).resize((800, 600))
        written = io.BytesIO()
        drawn.save(written, "JPEG")
        more["lead_image"] = store_picture(
            written.getvalue(), "hop.jpg", title=title, user=None, collection=portal.collection
        )
        more["lead_image_alt"] = "Hội trường"
    portal.news_index.refresh_from_db()
    page = NewsArticlePageFactory(parent=portal.news_index, owner=_user("phongvien"), title=title, **more)
    page.save_revision(user=page.owner, log_action=True)
    return {"id": page.pk, "path": page.get_url_parts()[2]}


def path(page_id: int) -> str:
    """Return the path of the page's address."""
    from wagtail.models import Page

    return str(Page.objects.get(pk=page_id).get_url_parts()[2])


def submit(page_id: int) -> int:
    """Submit; returns the number of the review's step."""
    from wagtail.models import Page

    from cms.workflow import service

    return service.submit(Page.objects.get(pk=page_id).specific, _user("phongvien")).pk


def sign(page_id: int) -> None:
    """Sign as the chief: it is public afterwards."""
    from wagtail.models import Page

    from cms.workflow import service
    from cms.workflow.acts import rounds

    page = Page.objects.get(pk=page_id)
    service.sign(
        page.current_workflow_task_state.pk, _user("chanhvanphong"), rounds.shown_now(page_id).mint()
    )


def publish(title: str, *, picture: bool = False) -> dict[str, Any]:
    """Bring a new story public, through the review."""
    made = draft(title, picture=picture)
    submit(made["id"])
    sign(made["id"])
    return {**made, "pictures": pictures(made["id"])}


def pictures(page_id: int) -> list[str]:
    """Return the addresses of a story's lead picture."""
    from news.models import StoryPage

    image = StoryPage.objects.get(pk=page_id).lead_image
    return [rendition.url for rendition in image.renditions.all()] if image else []


def take_down(page_id: int) -> None:
    from cms.workflow import service

    service.take_down(page_id, _user("chanhvanphong"), "mistake", "Đăng nhầm.")


def publish_later(title: str, seconds: int) -> dict[str, Any]:
    """Have a story signed that is to be public in so many seconds."""
    from django.utils import timezone
    from wagtail.models import Page

    made = draft(title)
    page = Page.objects.get(pk=made["id"]).specific
    page.go_live_at = timezone.now() + timezone.timedelta(seconds=seconds)
    page.save_revision(user=page.owner, log_action=True)
    submit(made["id"])
    sign(made["id"])
    return made


def session(username: str) -> dict[str, str]:
    """Log somebody in; returns the cookie. (The form itself is tested in test_smoke.)"""
    from django.conf import settings
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    user = _user(username)
    request = HttpRequest()
    request.session = SessionStore()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    device, _made = TOTPDevice.objects.get_or_create(user=user, name="default", defaults={"confirmed": True})
    request.session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    request.session.save()
    return {settings.SESSION_COOKIE_NAME: request.session.session_key}


def state(page_id: int) -> dict[str, Any]:
    """Return what is known of a page: live, signatures, approvals, decisions, and what the register finds wrong."""
    from wagtail.models import Page

    from cms.workflow.models import Approval, Decision, Signature
    from cms.workflow.verification import findings

    return {
        "live": Page.objects.get(pk=page_id).live,
        "signatures": Signature.objects.filter(page_id=page_id).count(),
        "approvals": Approval.objects.filter(page_id=page_id).count(),
        "decisions": list(
            Decision.objects.filter(page_id=page_id).order_by("id").values_list("kind", flat=True)
        ),
        "faults": [str(finding) for finding in findings() if finding.is_fault],
    }


def mails() -> dict[str, int]:
    """Return how many of the review's mails there are, are still to be sent, and have trouble."""
    from cms.workflow.models import MailJob

    return {
        "all": MailJob.objects.count(),
        # Neither sent nor dropped because what they asked for was done meanwhile.
        "waiting": MailJob.objects.filter(status__in=["queued", "sending", "failed"]).count(),
        "troubled": MailJob.objects.exclude(trouble="").count(),
    }


def stored_pictures() -> int:
    from wagtail.images import get_image_model

    return get_image_model().objects.count()


def _user(username: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=username)


def main() -> None:
    """Answer requests until the input ends."""
    import django

    django.setup()
    from django.db import close_old_connections

    from . import faults

    for line in sys.stdin:
        asked = json.loads(line)
        try:
            act = globals().get(asked["do"]) or getattr(faults, asked["do"])
            answer = {"value": act(*asked["args"], **asked["named"])}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        close_old_connections()
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
