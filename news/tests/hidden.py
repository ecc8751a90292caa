"""Stories in every state that the public may not see, and one that it may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.workflow import service
from cms.workflow.acts import public_life
from cms.workflow.models import TakeDown

HOUR = timedelta(hours=1)
SECRET = "Tin mật"


def hide_stories(make_story: Callable, publish: Callable, reporter, chief, clock) -> dict[str, Any]:
    """Make a conference report in each hidden state; every title begins with ``SECRET``.

    Args:
        clock: the ``time_machine`` fixture; it shows the time that it showed before when this returns.
    """
    now = timezone.now()

    def story(state: str, **fields: Any) -> Any:
        page = make_story(
            reporter, conference=True, title=f"{SECRET} {state}", location="Phòng kín", **fields
        )
        page.tags.add("từ khóa mật")
        page.save_revision(user=reporter)
        return page

    def published(state: str, **fields: Any) -> Any:
        return publish(story(state, **fields), reporter, chief)

    states = {
        "draft": story("draft"),
        "waiting": story("waiting"),
        "scheduled": published("scheduled", go_live_at=now + 48 * HOUR),
        "mistake": published("mistake"),
        "withdrawn": published("withdrawn"),
        "expired": published("expired", expire_at=now + HOUR),
        "private": published("private"),
    }
    service.submit(states["waiting"], reporter)
    for kind in (TakeDown.Kind.MISTAKE, TakeDown.Kind.WITHDRAWN):
        public_life.take_down(states[kind.value].pk, chief, kind, "Sai số liệu.")
    PageViewRestriction.objects.create(page=states["private"], restriction_type=PageViewRestriction.LOGIN)
    clock.move_to(now + 2 * HOUR)
    call_command("publish_scheduled")
    clock.move_to(now)
    return {name: type(page).objects.get(pk=page.pk) for name, page in states.items()}
