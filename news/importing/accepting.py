"""What happens when the reporter accepts: the pictures through the intake gate, and one draft, or nothing."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.permissions import permission_policy

from cms.media.fields import CleanFile, clean_picture_file
from cms.media.gallery_upload import collection_for
from cms.media.intake import keep_picture
from cms.media.refusal import Rejected
from news.models import NewsIndexPage, StoryPage

from .body import paragraph_html
from .draft import PlacedPicture, make_draft
from .forms import LEFT_OUT, PictureForm, Preview
from .models import PendingImport
from .recognised import Recognised, RecognisedBlock, RecognisedContribution


@dataclass(frozen=True)
class _Checked:
    number: int
    form: PictureForm
    file: CleanFile


def accept(pending: PendingImport, preview: Preview, user: Any, index: NewsIndexPage) -> StoryPage | None:
    """Store the corrected story as that account's draft, with its pictures in the library, and end the import.

    The pictures are cleaned before the database's transaction begins. If the gate refuses one, nothing is stored:
    the picture's form says why and proposes to leave it out, so that the reporter sees what the draft will lack.

    Returns the draft, or None if a picture was refused. Raises ImportRefused as ``make_draft``.
    """
    checked = _check_pictures(pending, preview)
    if checked is None:
        return None
    began, stored = timezone.now(), []
    try:
        with transaction.atomic():
            # Pressed twice, it makes one draft: the second finds nothing.
            pending = get_object_or_404(PendingImport.objects.select_for_update(), pk=pending.pk)
            placed = []
            for one in checked:
                placed.append(_store(one, preview, user))
                stored.append(placed[-1].image)
            page = make_draft(corrected(preview), user, index, placed)
            pending.delete()
            return page
    except Exception as error:
        # The rows are rolled back; files that came with them would stay for ever.
        for image in stored:
            if image.created_at >= began:
                image.file.storage.delete(image.file.name)
        if not isinstance(error, Rejected):
            raise
        failed = checked[len(stored)].form
        failed.add_error("place", " ".join(error.messages))
        return None


def _check_pictures(pending: PendingImport, preview: Preview) -> list[_Checked] | None:
    checked, refused = [], False
    found = {picture.number: picture for picture in pending.pictures.all()}
    for recognised, form in zip(preview.recognised.pictures, preview.pictures, strict=True):
        if form.cleaned_data["place"] == LEFT_OUT:
            continue
        try:
            picture = found[recognised.number]
            file = clean_picture_file(ContentFile(bytes(picture.data)), picture.name)
            checked.append(_Checked(recognised.number, form, file))
        except Rejected as refusal:
            refused = True
            sentence = _("Picture %(number)s: %(reason)s Or choose “Leave out”.")
            form.add_error(
                "place", sentence % {"number": recognised.number, "reason": " ".join(refusal.messages)}
            )
    return None if refused else checked


def _store(one: _Checked, preview: Preview, user: Any) -> PlacedPicture:
    words = one.form.cleaned_data
    image = keep_picture(
        one.file,
        one.file.result.name,
        title=words["caption"] or preview.story.cleaned_data["title"],
        user=user,
        collection=collection_for(user),
        credit=words["credit"],
        description=words["alt"],
    )
    if not permission_policy.user_has_permission_for_instance(user, "choose", image):
        raise Rejected(
            _("This picture is stored already, where you may not use it. Ask the administrator for it.")
        )
    return PlacedPicture(
        image,
        one.number,
        words["place"],
        words["caption"],
        words["alt"],
        words["credit"],
        words["decorative"],
    )


def corrected(preview: Preview) -> Recognised:
    """What was recognised, as the reporter corrected it. ``preview`` is valid."""
    recognised, story = preview.recognised, preview.story.cleaned_data
    is_conference = story["kind"] == "conference"
    kept, numbers = [], {}
    spoken = []
    for number, (speech, form) in enumerate(zip(recognised.speeches, preview.speeches, strict=True), start=1):
        values = dict(form.cleaned_data)
        keep = values.pop("keep")
        spoken.append(replace(speech, **values))
        if keep and is_conference:
            kept.append(spoken[-1])
            numbers[number] = len(kept)
    body = []
    for block in recognised.body:
        if block.type == "speech" and (number := block.value["number"]) in numbers:
            body.append(RecognisedBlock("speech", {"number": numbers[number]}))
        elif block.type == "speech":
            speech = spoken[block.value["number"] - 1]
            html = "".join(map(paragraph_html, speech.paragraphs))
            value = {"text": html, "speaker": speech.speaker, "position": speech.position}
            body.append(RecognisedBlock("quotation", value))
        else:
            body.append(block)
    contributions = tuple(
        RecognisedContribution(**form.cleaned_data)
        for form in preview.contributions
        if form.cleaned_data["name"]
    )
    return replace(
        recognised,
        **story,
        speeches=tuple(kept),
        body=tuple(body),
        contributions=contributions,
        notes=_still_to_decide(preview),
    )


def _still_to_decide(preview: Preview) -> tuple:
    """The notes without those that the reporter settled by typing something else."""
    changed = {name for name in preview.story.changed_data if preview.story.cleaned_data[name]}
    if any(form.has_changed() for form in preview.contributions):
        changed.add("contributions")
    return tuple(note for note in preview.recognised.notes if note.field not in changed)
