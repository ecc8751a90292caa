"""What the admin's addresses name: the same things once for each author, and what the portal has only once."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, Page

from cms.workflow import service
from cms.workflow.models import Holiday
from home.feedback.models import Letter
from home.models import ServiceNotice
from news.importing.models import PendingImport, PendingPicture
from news.importing.stored import to_json
from news.importing.word.story import story_from_paste
from news.models import Category, Event
from news.proofing.models import ProofingSettings
from news.royalties.models import GenreRate, PenName, Rate, Royalty
from news.royalties.rules import person_key
from search.models import SearchSynonym

from ..filled import new_files
from ..public_surface import ADMIN

# Stands in every text of each author's that is not public, followed by who it is.
MARK = "zqxmat"
# Stands in each author's files: all of the newsroom find them in the library, nobody else.
FILE_MARK = "zqxtep"
HOUR = timedelta(hours=1)
_NUMBERS = count(1)

Values = dict[str, Any]


def of_author(author: Any, made: Any) -> dict[str, Values]:
    """Make an author's things; return the values that name each in an address.

    Args:
        author: whose they are.
        made: the fixtures ``make_story``, ``publish``, ``chief``, ``portal`` as attributes.
    """
    words = f"{MARK}{author.username}"
    files = new_files(f"{FILE_MARK}{author.username}", next(_NUMBERS), made.portal.collection)
    for file in files.values():
        file.uploaded_by_user = author
        file.save()

    def page(state: str, **fields: Any) -> Any:
        return made.make_story(author, title=f"{state} {words}", lead=f"Lời dẫn {words}", **fields)

    draft, waiting = page("draft"), page("waiting")
    service.submit(waiting, author)
    scheduled = made.publish(page("scheduled", go_live_at=timezone.now() + 5 * HOUR), author, made.chief)
    public = made.publish(made.make_story(author, title="Bài công khai", lead="Lời dẫn."), author, made.chief)
    stories = {"draft": draft, "waiting": waiting, "scheduled": scheduled, "public": public}
    return {
        **{state: _page(story) for state, story in stories.items()},
        "picture": {"image_id": files["picture"].pk, **_one(files["picture"])},
        "document": {
            **dict.fromkeys(("document_id", "doc_id"), files["document"].pk),
            **_one(files["document"]),
        },
        "account": _one(author),
        "import": {"pk": _import(author, words, files["picture"]).pk, "number": 1},
        "royalty": {"royalty": _royalty(public, author).pk},
    }


def _import(author: Any, words: str, picture: Any) -> PendingImport:
    read = to_json(story_from_paste("", f"{words}\n\nNội dung."))
    pending = PendingImport.objects.create(owner=author, name=words, content=read)
    with picture.file.open() as file:
        PendingPicture.objects.create(pending=pending, number=1, name="anh.jpg", data=file.read())
    return pending


def _royalty(story: Any, author: Any) -> Royalty:
    name = author.get_full_name()
    return Royalty.objects.create(
        story=story,
        person_key=person_key(name),
        person_name=name,
        work="text",
        genre="tin",
        coefficient=5,
        set_by_name="Phạm Văn Giang",
        set_at=timezone.now(),
    )


def of_portal(made: Any) -> dict[str, Values]:
    """Make what there is only once; return the values that name each in an address."""
    portal, now = made.portal, timezone.now()
    delegation = service.name_deputy(made.chief, made.deputy, starts_at=now, ends_at=now + HOUR)
    redirect = Redirect.objects.create(old_path="/cu", redirect_link="/")
    only = {
        "-": {},
        "index": _page(portal.news_index),
        "home": _page(portal.home),
        "notice": ServiceNotice.objects.create(text="Bảo trì", shown_until=now + HOUR),
        "category": Category.objects.create(name="Chuyên mục thử", slug="thu"),
        "synonym": SearchSynonym.objects.create(term="ZQX", expansion="cuộc họp"),
        "holiday": Holiday.objects.first(),
        "event": Event.objects.create(name="Hội nghị", start_date=timezone.localdate()),
        "rate": Rate.objects.create(valid_from=timezone.localdate(), base_salary=2_340_000),
        "genre": GenreRate.objects.first(),
        "pen-name": PenName.objects.create(name="Bút Danh", account=made.chief),
        "guide": {"slug": "phong-vien"},
        "letter": Letter.objects.create(kind=Letter.Kind.CONTACT, text="Thư.", name="Bạn đọc"),
        "redirect": redirect,
        "site": portal.site,
        "proofing": ProofingSettings.load(),
        "group": Group.objects.create(name="Nhóm thử"),
        "collection": portal.collection.add_child(instance=Collection(name="Thử")),
        "workflow": portal.task.workflows.get(),
        "task": portal.task,
        "delegation": delegation,
        "nobody": {"pk": 0, "uploaded_file_id": 0, "session_id": 0, "job_id": 0, "uidb64": "x", "token": "y"},
    }
    special: dict[str, Callable[[Any], Values]] = {
        "redirect": lambda one: {"redirect_id": one.pk},
        "collection": lambda one: {"collection_id": one.pk},
        "event": lambda one: {"event_id": one.pk, "kind": "conference"},
        "task": lambda one: {"task_id": one.pk},
    }
    return {
        name: thing
        if isinstance(thing, dict)
        else {**_one(thing), **special.get(name, lambda one: {})(thing)}
        for name, thing in only.items()
    }


def _one(thing: Any) -> Values:
    return {"pk": thing.pk, "query": f"?id={thing.pk}", "filter_spec": "width-100"}


def _page(page: Page) -> Values:
    page = Page.objects.get(pk=page.pk)
    states = page.workflow_states.order_by("-pk")
    state = states.first()
    named = ("pk", "page_id", "parent_page_id", "page_to_move_id", "page_pk", "object_id", "story_id")
    return {
        **dict.fromkeys(named, page.pk),
        "destination_id": page.get_parent().pk,
        "revision_id": page.latest_revision_id,
        "workflow_state_id": state.pk if state else 0,
        "task_state_id": (state.current_task_state_id or 0) if state else 0,
        "task_id": 1,
        "session_id": 1,
        "workflow_pk": 1,
        "query": f"?id={page.pk}",
        "query_of_check": f"?form=/{ADMIN}pages/{page.pk}/edit/",
    }
