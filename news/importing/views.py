"""``nhap-word/`` in the admin: a document comes in, is shown field by field, and becomes a draft when accepted."""

import io
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from django.views.generic.base import TemplateView
from PIL import Image
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import vietnamese
from cms.accounts.models import User
from cms.media.pictures import clean_picture
from cms.media.refusal import Rejected
from news.models import NewsIndexPage

from .accepting import accept
from .forms import Preview
from .models import MOST, PendingImport, PendingPicture
from .refusal import ImportRefused
from .showing import NOTE_GROUPS, shown_body
from .stored import from_json, to_json
from .word.opening import MAX_BYTES
from .word.story import story_from_file, story_from_paste

THUMBNAIL = (480, 360)


def writable_index(user: Any) -> NewsIndexPage | None:
    """The list of stories, if that account may add stories to it."""
    index = NewsIndexPage.objects.first()
    return index if index is not None and index.permissions_for_user(user).can_add_subpage() else None


def _own(request: HttpRequest, pk: Any) -> PendingImport:
    """The import, if it is the asker's. Others', and those that are over, are not there."""
    if writable_index(request.user) is None:
        raise PermissionDenied
    return get_object_or_404(PendingImport.objects.of(request.user), pk=pk)


def _account(request: HttpRequest) -> User:
    """Return who is signed in; the admin's addresses let nobody else in."""
    return cast(User, request.user)


# Reading a document takes a second: on SQLite nobody else could write for as long.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class _ImportView(WagtailAdminTemplateMixin, TemplateView):
    page_title = gettext_lazy("Import from Word")
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if writable_index(request.user) is None:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("word_import:upload"), "label": self.page_title},
        ]


class UploadView(_ImportView):
    """Where a document is sent or pasted, and what of before still waits."""

    template_name = "news/importing/upload.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        PendingImport.objects.expired().delete()
        sent = request.FILES.get("file")
        html, text = request.POST.get("html", ""), request.POST.get("text", "")
        try:
            if PendingImport.objects.of(request.user).count() >= MOST:
                raise ImportRefused(
                    _("%(number)s imports are waiting already. Finish or delete one of them first.")
                    % {"number": MOST}
                )
            pictures: list = []
            if sent is not None:
                name = vietnamese.normalise(sent.name or "")[-200:]
                recognised, pictures = story_from_file(sent.read(MAX_BYTES + 1), name)
            elif text.strip() or html.strip():
                name, recognised = _("Pasted text"), story_from_paste(html, text)
            else:
                raise ImportRefused(_("Choose a Word document, or paste the story into the field."))
        except ImportRefused as refusal:
            context = self.get_context_data(refusal=str(refusal), text=text, html=html)
            return self.render_to_response(context, status=422)
        with transaction.atomic():
            pending = PendingImport.objects.create(
                owner=_account(request), name=name, content=to_json(recognised)
            )
            PendingPicture.objects.bulk_create(
                (
                    PendingPicture(pending=pending, number=p.number, name=p.name, data=p.data)
                    for p in pictures
                ),
                batch_size=5,
            )
        return redirect("word_import:preview", pending.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = PendingImport.objects.of(self.request.user)
        return super().get_context_data(waiting=waiting, max_megabytes=MAX_BYTES // 1024 // 1024, **kwargs)


class PreviewView(_ImportView):
    """One import, field by field. Every answer keeps what was typed."""

    template_name = "news/importing/preview.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pending = _own(request, kwargs["pk"])
        typed = QueryDict(pending.typed) if pending.typed else None
        return self.answer(pending, Preview(from_json(pending.content), typed))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pending = _own(request, kwargs["pk"])
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        decision = (typed.pop("decision", None) or ["accept"])[-1]
        # Before anything can go wrong.
        PendingImport.objects.filter(pk=pending.pk).update(typed=typed.urlencode())
        preview = Preview(from_json(pending.content), typed)
        if decision == "keep":
            messages.success(request, _("Your corrections are kept. The story is not stored yet."))
            return redirect("word_import:preview", pending.pk)
        index = writable_index(request.user)
        if not preview.is_valid() or index is None:
            return self.answer(pending, preview, status=422)
        try:
            page = accept(pending, preview, request.user, index)
        except ImportRefused as refusal:
            return self.answer(pending, preview, status=422, refusal=str(refusal))
        if page is None:
            return self.answer(pending, preview, status=422)
        messages.success(
            request,
            _("The draft “%(title)s” was made. Choose its category and read it through.")
            % {"title": page.title},
        )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def answer(
        self, pending: PendingImport, preview: Preview, *, status: int = 200, **kwargs: Any
    ) -> HttpResponse:
        """Show the preview as it stands."""
        recognised = preview.recognised
        context = self.get_context_data(
            pending=pending,
            preview=preview,
            pictures=list(zip(recognised.pictures, preview.pictures, strict=True)),
            speeches=list(zip(recognised.speeches, preview.speeches, strict=True)),
            body=shown_body(recognised),
            notes=[(heading, recognised.notes_of(kind)) for kind, heading in NOTE_GROUPS],
            faults=preview.faults if status != 200 else [],
            **kwargs,
        )
        return self.render_to_response(context, status=status)


@transaction.non_atomic_requests
@require_GET
def picture(request: HttpRequest, pk: Any, number: int) -> HttpResponse:
    """A picture of the asker's import, small and encoded anew: the document's own bytes are never sent."""
    found = get_object_or_404(_own(request, pk).pictures, number=number)
    try:
        clean = clean_picture(bytes(found.data), found.name)
    except Rejected as refusal:
        raise Http404(found.name) from refusal
    shown = Image.open(io.BytesIO(clean.data))
    shown.thumbnail(THUMBNAIL)
    written = io.BytesIO()
    shown.convert("RGB").save(written, "JPEG", quality=80)
    return HttpResponse(
        written.getvalue(), content_type="image/jpeg", headers={"Cache-Control": "private, max-age=300"}
    )


@require_POST
def discard(request: HttpRequest, pk: Any) -> HttpResponse:
    """Delete an import of the asker's with its pictures."""
    _own(request, pk).delete()
    messages.success(request, _("The import was deleted. Nothing of it was stored."))
    return redirect("word_import:upload")
