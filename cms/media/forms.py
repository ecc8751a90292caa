"""The gate in Wagtail's forms: library, chooser, multiple uploader and their edit forms are made of these.

Set as ``WAGTAILIMAGES_IMAGE_FORM_BASE`` and ``WAGTAILDOCS_DOCUMENT_FORM_BASE``. The model fields would refuse
a bad file too; here the refusal stands beside the field.
"""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms import vietnamese

from .documents import EXTENSIONS as DOCUMENT_EXTENSIONS
from .documents import MAX_BYTES as MAX_DOCUMENT_BYTES
from .duplicates import stored_already, stored_document
from .fields import clean_document_file, clean_picture_file
from .intake import propose_title
from .models import PortalDocument
from .pictures import MAX_BYTES as MAX_PICTURE_BYTES
from .usage import why_it_is_kept

# Mixed into Wagtail's forms; for the type checker it is one.
if TYPE_CHECKING:
    _Form = forms.ModelForm
else:
    _Form = object

_SEPARATORS = re.compile(r"[\s_.\-]+")


class IntakePictureField(WagtailImageField):
    """A picture's file, cleaned. Wagtail's own check raises on hostile headers, so it is not asked."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        # The uploader's script asks for the limit before it sends.
        self.max_upload_size = MAX_PICTURE_BYTES
        self.help_text = _("JPEG, PNG or WebP, at most %(size)s and 40 megapixels.") % {
            "size": filesizeformat(MAX_PICTURE_BYTES)
        }

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        return clean_picture_file(data, data.name)


class IntakeDocumentField(WagtailDocumentField):
    """A document's file, checked."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.max_upload_size = MAX_DOCUMENT_BYTES
        self.help_text = _("%(kinds)s, at most %(size)s.") % {
            "kinds": ", ".join(DOCUMENT_EXTENSIONS).upper(),
            "size": filesizeformat(MAX_DOCUMENT_BYTES),
        }

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        return clean_document_file(data, data.name)


class _IntakeForm(_Form):
    """What both forms share: the file is given once, and the title never keeps it from being stored."""

    file_field: type[forms.Field]
    # Why something of a public file cannot be changed; empty if everything can.
    public_sentence: Any = ""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A stored file cannot be replaced: pages that were approved with it would change.
            self.fields.pop("file", None)
            self._keep_what_is_shown()
        elif "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = self.file_field(
                label=wagtails.label, widget=wagtails.widget, required=wagtails.required
            )
            self._ease_title(self.fields["title"])

    def _keep_what_is_shown(self) -> None:
        """Take from nobody what the public would see unsigned: a disabled field hears no POST."""
        kept = [name for name in self.instance.public_fields if name in self.fields]
        if kept and (sentence := why_it_is_kept(self.instance)):
            self.public_sentence = sentence
            for name in kept:
                self.fields[name].disabled = True
                # Not the field's own: Wagtail's form has asked for the title's before.
                self[name].help_text = self.public_sentence

    def _ease_title(self, title: forms.Field) -> None:
        """Take any title with a new file, and make it fit in ``clean``.

        The uploader proposes the file's name, whatever its length. For a title that does not fit, Wagtail
        would put the file aside as it was sent, GPS and all, until somebody corrects the title.
        """
        title.required = False
        title.validators = [check for check in title.validators if not isinstance(check, MaxLengthValidator)]
        title.widget.attrs.pop("maxlength", None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "title" in data and not self.fields["title"].disabled:
            uploaded = self.files.get(self.add_prefix("file")) if "file" in self.fields else None
            name = (uploaded.name or "") if uploaded else ""
            data["title"] = self._title(data["title"] or "", name, data.get("file"))
        return data

    def _title(self, given: str, name: str, file: Any) -> str:
        caption = getattr(getattr(getattr(file, "result", None), "facts", None), "caption", "")
        if caption and _says_only_the_name(given, name):
            return propose_title(caption)
        return propose_title(given, caption, name, getattr(file, "name", ""))


def _says_only_the_name(title: str, name: str) -> bool:
    """Return whether the title is what the uploader's script made of the file's name."""

    def words(text: str) -> str:
        return _SEPARATORS.sub(" ", vietnamese.fold(text)).strip()

    return words(title) in ("", words(name), words(name.rpartition(".")[0]))


class PictureForm(_IntakeForm, BaseImageForm):
    """The form of a picture."""

    file_field = IntakePictureField

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        file = data.get("file")
        if file is not None and "file" in self.fields:
            facts = file.result.facts
            self.instance.taken_at = facts.taken_at
            # The multiple uploader's first step has no value for the credit: the file's own is proposed.
            if not data.get("credit"):
                data["credit"] = facts.credit
        return data


class DocumentForm(_IntakeForm, BaseDocumentForm):
    """The form of a document. ``stored`` is the same document, if the person finds it in the library already."""

    file_field = IntakeDocumentField
    stored: PortalDocument | None = None

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any):
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        file = data.get("file")
        if file is not None and "file" in self.fields and self.user is not None:
            self.stored = stored_document(self.user, file.sha1)
        if self.stored is not None:
            self.add_error("file", stored_already(self.stored))
        return data
