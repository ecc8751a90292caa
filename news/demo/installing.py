"""The demo brought into the portal: accounts, pictures, stories – all public ones through the review."""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Collection, Page

from cms import vietnamese
from cms.accounts.roles import ADMINISTRATOR, CHIEF, DEPUTY_CHIEF, REPORTER
from cms.media.intake import store_document, store_picture
from cms.workflow import service
from cms.workflow.acts import rounds
from news.models import (
    Attachment,
    Category,
    ConferenceReportPage,
    Contribution,
    Correction,
    GalleryImage,
    NewsArticlePage,
    NewsIndexPage,
    RelatedStory,
    Speech,
    StoryPage,
    ViewCount,
)

from .documents import make
from .loader import load_stories, replace_tokens
from .pictures import draw

# Demo people, with names as common as they come.
ACCOUNTS = (
    ("phongvien", REPORTER, "Lê Thị", "Mai", "Chuyên viên Văn phòng"),
    ("phongvien2", REPORTER, "Lò Văn", "Thành", "Chuyên viên phòng Cải cách hành chính"),
    ("chanhvanphong", CHIEF, "Trần Quốc", "Hưng", "Chánh Văn phòng"),
    ("phochanhvanphong", DEPUTY_CHIEF, "Hà Thị", "Ngân", "Phó Chánh Văn phòng"),
    ("quantri", ADMINISTRATOR, "Vũ Đức", "Long", "Quản trị Cổng thông tin"),
)


def accounts(password: str) -> dict[str, Any]:
    """Return the demo accounts by user name; make the missing ones with that password."""
    users = get_user_model()._default_manager
    found = {}
    for username, role, last_name, first_name, position in ACCOUNTS:
        user = users.filter(username=username).first()
        if user is None:
            user = users.create_user(
                username,
                f"{username}@thanhgiang.example",
                password,
                last_name=last_name,
                first_name=first_name,
                position=position,
            )
            user.groups.add(Group.objects.get(name=role.name))
        found[username] = user
    return found


def demo_password(given: str, kept_in: Path) -> str:
    """Return the demo's password: the given one, the one generated before, or a new one, kept for next time."""
    if given:
        return given
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.write_text(secrets.token_urlsafe(9))
        kept_in.chmod(0o600)
    return kept_in.read_text().strip()


@dataclass
class DemoPress:
    """Writes the demo's stories as its people would."""

    people: dict[str, Any]
    index: NewsIndexPage
    collection: Collection
    say: Callable[[str], object] = lambda line: None
    pictures: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    stories: dict[str, StoryPage] = field(default_factory=dict)

    def install(self) -> int:
        """Bring in the stories that are not there yet, oldest first, and return how many were made."""
        stories = sorted(load_stories(), key=lambda story: -story["days_ago"])
        made = 0
        for number, story in enumerate(stories, start=1):
            known = (
                StoryPage.objects.child_of(self.index).filter(slug=vietnamese.slugify(story["title"])).first()
            )
            if known is not None:
                self.stories[story["key"]] = known
                continue
            self.say(f"[{number}/{len(stories)}] {story['title']}")
            self.stories[story["key"]] = self._bring_in(story)
            made += 1
        return made

    def _bring_in(self, story: dict) -> StoryPage:
        published_at = _moment(story)
        event = published_at.date() - timedelta(days=story.get("start_days_before", 0))
        story = replace_tokens(
            story,
            {
                "event_date": vietnamese.short_date(event),
                "event_date_long": vietnamese.long_date(event),
                "published_date": vietnamese.short_date(published_at.date()),
            },
        )
        page = self._draft(story, event)
        # Where an older portal's stories come in, they keep the day on which they first appeared.
        if story["state"] != "scheduled" and published_at < timezone.now():
            Page.objects.filter(pk=page.pk).update(first_published_at=published_at)
        self._move_on(page, story)
        if story["views"]:
            ViewCount.objects.update_or_create(story_id=page.pk, defaults={"total": story["views"]})
        return page

    def _draft(self, story: dict, event) -> StoryPage:
        owner = self.people[story["owner"]]
        fields: dict[str, Any] = {
            "title": story["title"],
            "short_title": story["short_title"],
            "lead": story["lead"],
            "category": Category.objects.get(name=story["category"]),
            "genre": story["genre"],
            "source_name": story["source_name"],
            "source_url": story["source_url"],
            "body": [self._block(block, owner) for block in story["body"]],
            "owner": owner,
            "live": False,
        }
        if story["lead_image"]:
            picture = story["lead_image"]
            fields |= {
                "lead_image": self._picture(picture, owner),
                "lead_image_caption": picture["caption"],
                "lead_image_alt": picture["alt"],
                "lead_image_credit": picture["credit"],
            }
        if story["state"] == "scheduled":
            tomorrow = timezone.localdate() + timedelta(days=1)
            fields["go_live_at"] = timezone.make_aware(datetime.combine(tomorrow, time(8)))
        page: StoryPage
        if story["kind"] == "conference":
            last_day = event + timedelta(days=story["duration_days"] - 1)
            page = ConferenceReportPage(
                **fields,
                **{key: story[key] for key in EVENT_FIELDS},
                start_date=event,
                end_date=last_day if last_day > event else None,
            )
            page.speeches = [Speech(sort_order=order, **row) for order, row in enumerate(story["speeches"])]
        else:
            page = NewsArticlePage(**fields)
        self._add_rows(page, story, owner)
        self.index.refresh_from_db()
        self.index.add_child(instance=page)
        page.save_revision(user=owner, log_action="wagtail.create")
        return page

    def _add_rows(self, page: StoryPage, story: dict, owner: Any) -> None:
        page.gallery_images = [
            GalleryImage(
                sort_order=order,
                image=self._picture(row, owner),
                caption=row["caption"],
                alt=row["alt"],
                credit=row["credit"],
            )
            for order, row in enumerate(story["gallery"])
        ]
        page.contributions = [
            Contribution(sort_order=order, **row) for order, row in enumerate(story["contributions"])
        ]
        page.attachments = [
            Attachment(sort_order=order, document=self._document(row["document"], owner), title=row["title"])
            for order, row in enumerate(story["attachments"])
        ]
        page.related = [
            RelatedStory(sort_order=order, target_id=self.stories[key].pk)
            for order, key in enumerate(story["related"])
            if key in self.stories
        ]
        page.tags.add(*story["tags"])

    def _move_on(self, page: StoryPage, story: dict) -> None:
        """Take the draft as far as its state says, each step by the person whose step it is."""
        state, owner = story["state"], self.people[story["owner"]]
        approver = self.people["phochanhvanphong" if story["owner"] == "chanhvanphong" else "chanhvanphong"]
        if state == "draft":
            return
        round_id = service.submit(page, owner, urgent=state == "urgent").pk
        if state == "in_review":
            return
        if state == "returned":
            service.return_page(round_id, approver, self._token(page), story["return_reason"])
        elif state == "urgent":
            service.publish_urgently(round_id, approver, self._token(page), story["urgent_reason"])
        else:
            service.sign(round_id, approver, self._token(page))
        if state == "corrected":
            self._correct(page, story, owner, approver)
        elif state == "taken_down":
            service.take_down(page.pk, approver, **story["take_down"])

    def _correct(self, page: StoryPage, story: dict, owner: Any, approver: Any) -> None:
        change = story["corrected"]
        live = type(page).objects.get(pk=page.pk)
        live.lead = live.lead.replace(change["find"], change["replace"])
        live.corrections = [
            Correction(sort_order=0, date=timezone.localdate(), text=story["correction_text"])
        ]
        live.save_revision(user=owner, log_action=True)
        round_id = service.submit(live, owner).pk
        service.sign(round_id, approver, self._token(live))

    @staticmethod
    def _token(page: StoryPage) -> str:
        """Return the token of what the approver is shown now, as the review page would."""
        return rounds.shown_now(page.pk).mint()

    def _block(self, block: dict, owner: Any) -> dict:
        kind, value = block["type"], block["value"]
        if kind == "picture":
            value = self._picture_block(value, owner)
        elif kind == "picture_row":
            value = {
                "pictures": _items([self._picture_block(picture, owner) for picture in value["pictures"]])
            }
        elif kind == "ordinal_list":
            value = {"items": _items(value["items"])}
        elif kind == "document":
            value = {"document": self._document(value["document"], owner).pk, "title": value["title"]}
        elif kind == "table":
            value = _table(value)
        return {"type": kind, "value": value, "id": str(uuid.uuid4())}

    def _picture_block(self, value: dict, owner: Any) -> dict:
        rest = {key: value[key] for key in ("caption", "alt", "decorative", "credit")}
        return {"image": self._picture(value, owner).pk, **rest}

    def _picture(self, value: dict, owner: Any) -> Any:
        key = value["picture"]
        if key not in self.pictures:
            name, data = draw(key)
            self.pictures[key] = store_picture(
                data,
                name,
                title=value["caption"][:255] or key,
                user=owner,
                collection=self.collection,
                credit=value["credit"],
            )
        return self.pictures[key]

    def _document(self, key: str, owner: Any) -> Any:
        if key not in self.documents:
            name, data = make(key)
            self.documents[key] = store_document(
                data, name, title=Path(name).stem, user=owner, collection=self.collection
            )
        return self.documents[key]


EVENT_FIELDS = ("event_name", "event_type", "location", "organiser", "chair", "attendance")


def _moment(story: dict) -> datetime:
    hour, minute = map(int, story["hour"].split(":"))
    day = timezone.localdate() - timedelta(days=story["days_ago"])
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def _items(values: list) -> list[dict]:
    """Return values as a ListBlock stores them."""
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def _table(value: dict) -> dict:
    """Return a table as a TypedTableBlock stores it; numbers are written as Vietnamese write them."""
    rows = [
        {
            "values": [
                vietnamese.format_number(cell) if isinstance(cell, int | float) else cell for cell in row
            ]
        }
        for row in value["rows"]
    ]
    return {"columns": value["columns"], "rows": rows, "caption": value["caption"]}
