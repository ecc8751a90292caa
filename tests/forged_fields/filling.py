"""Forms as an honest person sends them: read from the screen, as the browser reads them, and filled in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.tokens import default_token_generator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.test.utils.form_data import _querydict_from_form as fields_of
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.media.tests import made
from news.models import Category

from ..admin_surface import forms
from ..admin_surface.addresses import filled

Form = dict[str, Any]
EDIT = "pages/<int:page_id>/edit/"
PAGE_FORM = "page-edit-form"
TAG = "nhãn"


@dataclass
class Desk:
    """Who sends, where, and about what."""

    client: Client
    user: Any
    address: str
    values: dict[str, Any]
    files: dict[str, Any]

    def shown(self, form_id: str | None = None) -> Form:
        """Return the form of the address as the screen shows it, unchanged."""
        page = self.client.get(filled(self.address, self.values))
        soup = BeautifulSoup(page.content, "html.parser")
        for template in soup.find_all("template"):
            template.decompose()
        found = max(
            soup.select(f"form#{form_id}" if form_id else "main form[method=post i]"),
            key=lambda form: len(form.find_all(attrs={"name": True})),
            default=None,
        )
        assert found, f"{self.address} shows no form: {page.status_code}"
        # Fields beside the form that belong to it.
        for outside in soup.find_all(attrs={"form": form_id or found.get("id") or "-"}):
            found.append(outside)
        data = fields_of(found)
        # A browser leaves out the line break with which a text field begins.
        return {
            name: values if len(values) > 1 else values[0].removeprefix("\n") for name, values in data.lists()
        }

    @property
    def picture(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("anh.jpg", made.jpeg(96, 64), "image/jpeg")

    @property
    def document(self) -> SimpleUploadedFile:
        return SimpleUploadedFile("van-ban.pdf", made.pdf("mới"), "application/pdf")


def page_form(desk: Desk, **changes: Any) -> Form:
    """Return the editor's form with one row of each kind, as its script would send it."""
    form = desk.shown(PAGE_FORM)
    form.update(nested_form_data({"body": streamfield([("paragraph", rich_text("<p>Nội dung.</p>"))])}))
    form.update(nested_form_data({"comments": inline_formset([])}))
    form = {"go_live_at": "", "expire_at": "", **form}
    form["category"] = form["category"] or str(Category.objects.first().pk)
    rows: dict[str, Form] = {
        "gallery_images": {"image": desk.files["picture"].pk, "caption": "Ảnh", "alt": "Hội trường"},
        "contributions": {"name": "Trần Thị Bình", "wrote_news": "on"},
        "attachments": {"document": desk.files["document"].pk},
        "related": {"target": desk.files["story"].pk},
        "corrections": {"date": timezone.localdate().isoformat(), "text": "Số liệu."},
        "comments": {
            "text": "Xem lại.",
            "contentpath": "lead",
            "position": "",
            **nested_form_data({"replies": inline_formset([{"text": "Vâng."}])}),
        },
        "speeches": {"speaker": "Lê Văn Cường", "kind": "tham_luan", "text": rich_text("<p>Tham luận.</p>")},
    }
    for name, row in rows.items():
        if f"{name}-TOTAL_FORMS" not in form:
            continue
        for old in [key for key in form if key.startswith(f"{name}-") and key[len(name) + 1].isdigit()]:
            del form[old]
        form |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0"}
        form |= {f"{name}-0-{key}": str(value) for key, value in row.items()}
        form |= {f"{name}-0-id": "", f"{name}-0-ORDER": "1", f"{name}-0-DELETE": ""}
    return {**form, "title": "Hội nghị tổng kết", "lead": "Sáng nay, hội nghị.", "tags": TAG, **changes}


def with_file(prefix: str, name: str) -> Callable[[Desk], Form]:
    """Return what sends a new picture or document with the names of one of the library's forms."""

    def form(desk: Desk) -> Form:
        collection = desk.files[name].collection_id
        return {
            f"{prefix}title": "Mới",
            f"{prefix}file": getattr(desk, name),
            f"{prefix}collection": collection,
            f"{prefix}tags": TAG,
        }

    return form


def of_many(prefix: str, name: str) -> Callable[[Desk], Form]:
    """Return what the multiple uploader sends when one of its files is described."""

    def form(desk: Desk) -> Form:
        number = desk.values["pk"]
        return {
            f"{prefix}-{number}-title": "Tên mới",
            f"{prefix}-{number}-collection": desk.files[name].collection_id,
            f"{prefix}-{number}-tags": TAG,
        }

    return form


def first_of_many(name: str) -> Callable[[Desk], Form]:
    return lambda desk: {
        "title": "Mới",
        "files[]": getattr(desk, name),
        "collection": desk.files[name].collection_id,
    }


def event(prefix: str = "") -> Callable[[Desk], Form]:
    """Return what enters an event."""
    return lambda desk: {
        f"{prefix}name": "Hội thảo khoa học",
        f"{prefix}event_type": "hoi_thao",
        f"{prefix}start_date": "2026-05-26",
    }


def click(desk: Desk) -> Form:
    """Nothing is typed: what a button sends, or what the table of addresses knows."""
    return forms.form_for(desk.address, desk.values)


def shown(desk: Desk) -> Form:
    return desk.shown()


def request(desk: Desk) -> Form:
    return {**desk.shown(), "request-note": "Gấp."}


def with_tag(desk: Desk) -> Form:
    return {**desk.shown(), "tags": TAG}


def of_event(desk: Desk) -> Form:
    speakers = {f"speakers-{number}-speaker": "Lê Văn Cường" for number in range(3)}
    return {**desk.shown(), "category": str(Category.objects.first().pk), **speakers}


def accept(desk: Desk) -> Form:
    """Return the accepted import, all its doubts settled: each that is left becomes a comment."""
    typed = {"lead": "Sáng nay.", "event_name": "Hội nghị", "start_date": "26/5/2026", "kind": "conference"}
    names = dict.fromkeys(("author-1-name", "author-2-name"), "Bình")
    return {
        **desk.shown(),
        **{f"story-{name}": value for name, value in typed.items()},
        **names,
        "decision": "accept",
    }


def credentials(desk: Desk) -> Form:
    # Whoever is signed in is led on. That somebody signed in is seen by the time of it.
    desk.client = Client(raise_request_exception=False)
    type(desk.user).objects.filter(pk=desk.user.pk).update(last_login=None)
    return {"username": desk.user.username, "password": "mat-khau-thu-nghiem"}


def new_password(desk: Desk) -> Form:
    """Follow the link of the mail first: the session holds its token."""
    desk.user.refresh_from_db()
    number = urlsafe_base64_encode(force_bytes(desk.user.pk))
    link = {"uidb64": number, "token": default_token_generator.make_token(desk.user)}
    assert desk.client.get(filled(desk.address, link)).status_code == 302
    desk.values = {"uidb64": number, "token": "set-password"}
    return dict.fromkeys(("new_password1", "new_password2"), "mot-mat-khau-that-dai-2026")


def article_form(desk: Desk) -> Form:
    """Return the editor's form at an address that shows none: the preview's, a restored version's."""
    editor = desk.address.removesuffix("preview/")
    if "revert" in editor:
        editor = EDIT
    return page_form(replace(desk, address=editor))


def submission(desk: Desk) -> Form:
    return page_form(desk, **{"action-submit": "1", "request-urgent": "on", "request-note": "Gấp."})


def copy(desk: Desk) -> Form:
    return {**desk.shown(), "new_title": "Bản sao", "new_slug": "ban-sao"}


def deputy(desk: Desk) -> Form:
    """Return what names a deputy for some days."""
    days = {"starts_at": "2026-12-01T08:00", "ends_at": "2026-12-03T08:00"}
    return {**desk.shown(), **days, "deputy": str(desk.files["story"].owner_id), "reason": "Đi công tác."}
