"""The panel of a story's gallery: Wagtail's own, with upload of many pictures and rows that say what they show.

The scripts (static/js/gallery-upload.js, gallery-editor.js) talk to cms/media/gallery_upload.py. Without them
the panel is Wagtail's: choosing from the library, moving, deleting.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.formsets import ORDERING_FIELD_NAME
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import MultipleChooserPanel
from wagtail.images import get_image_model
from wagtail.images.permissions import permission_policy

from cms.media.picture_facts import picture_facts
from cms.media.pictures import MAX_BYTES


class GalleryPanel(MultipleChooserPanel):
    """Rows of pictures, chosen from the library or uploaded thirty at once."""

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        # Extends wagtailadmin/panels/multiple_chooser_panel.html by what stands above the rows.
        template_name = "news/panels/gallery.html"
        # Wagtail makes every panel a second time, for window.wagtail.editHandler. Its MultipleChooserPanel
        # then wires the rows' buttons again, although it is told not to, and "move up" moves by two. The
        # script's InlinePanel, which it is made of, heeds what it is told.
        telepath_adapter_name = "wagtail.panels.InlinePanel"

        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            if self.form is not None and self.formset.is_bound:
                # Wagtail shows rows in the order of the form's names if one of them is wrong, and keeps the
                # new order only in hidden fields: the screen and what is saved would differ.
                self.children.sort(key=_place_of)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["wrong_rows"] = [
                (number, child.form.prefix)
                for number, child in enumerate(self.children, start=1)
                if child.form.errors
            ]
            context["settings_id"] = f"{self.prefix}-gallery-settings"
            context["settings"] = self._settings()
            return context

        def _settings(self) -> dict[str, Any]:
            user = self.request.user
            numbers = [child.form[self.panel.chooser_field_name].value() for child in self.children]
            pictures = get_image_model().objects.filter(pk__in=[n for n in numbers if str(n).isdecimal()])
            page = f"?page={self.instance.pk}" if self.instance.pk else ""
            may_upload = permission_policy.user_has_permission(user, "add")
            return {
                "relation": self.panel.relation_name,
                "formset": self.formset.prefix,
                "upload": reverse("gallery_upload") + page if may_upload else "",
                "csrfCookie": settings.CSRF_COOKIE_NAME,
                "facts": reverse("gallery_facts") + (page or "?"),
                "maxBytes": MAX_BYTES,
                "maxRows": self.panel.max_num,
                "known": picture_facts(pictures, user, self.instance.pk),
                "texts": _texts(self.panel.max_num),
            }

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(
                js=["js/gallery-facts.js", "js/gallery-upload.js", "js/gallery-editor.js"],
                css={"all": ["css/gallery_editor.css"]},
            )


def _place_of(child: Any) -> int:
    value = child.form[ORDERING_FIELD_NAME].value()
    return int(value) if str(value).isdecimal() else 0


def _texts(max_rows: int | None) -> dict[str, str]:
    """Return what the scripts say. Words in braces are replaced by them."""
    return {
        "waiting": _("waiting"),
        "sending": _("{percent} %"),
        "checking": _("being checked"),
        "progress": _("Uploaded: {done} of {total}. Not uploaded: {failed}."),
        "finished": _("All pictures are here: {done} of {total}."),
        "finishedWithFaults": _("Uploaded: {done} of {total}. The others are named below, with the reason."),
        "retry": _("Try again"),
        "dismiss": _("Remove from this list"),
        "offline": _("The connection was lost. Nothing else is lost: try again when it is back."),
        "loggedOut": _("You are no longer logged in. Log in in another window, then try again here."),
        "serverFault": _(
            "The server could not take the picture. Try again; if it stays so, tell the administrator."
        ),
        "tooLarge": _("The file is larger than %(size)s. Save it smaller, then upload it again.")
        % {"size": filesizeformat(MAX_BYTES)},
        "tooMany": _("A gallery holds at most %(number)s pictures; this one is left out.")
        % {"number": max_rows},
        "already": _("It is in this gallery already, as picture {number}."),
        "fromLibrary": _("It was in the library already: that one is used."),
        "stillUploading": _(
            "Pictures are still being uploaded. The story is saved as soon as they are here."
        ),
        "notSaved": _(
            "The story was not saved: some pictures did not arrive. See the list, then save again."
        ),
        "copyToAll": _("Copy to all"),
        "copyCaption": _("Copy this caption to all pictures"),
        "copyCredit": _("Copy this credit to all pictures"),
        "nothingToCopy": _("This field is empty: there is nothing to copy."),
        "copied": _("Copied to {number} pictures."),
        "keptOthers": _("Copied to {number} pictures; {kept} keep their own words."),
        "overwrite": _("Replace theirs too"),
        "undo": _("Undo"),
        "undone": _("Undone."),
        "moved": _("Picture {number} of {total}."),
        "removed": _("Removed from the gallery. {total} pictures are left."),
        "sorted": _("Sorted by the time when they were taken."),
        "noTimes": _("The files do not say when they were taken: the order stays."),
        "takenAt": _("Taken: {when}"),
        "setFocus": _("Set the focal point (opens the picture in a new tab)"),
        "changeFocus": _("Focal point is set – change it (opens the picture in a new tab)"),
    }
