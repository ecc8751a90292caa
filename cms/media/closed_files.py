"""Files of collections that are closed to somebody: the admin names none of them by its number.

Wagtail's lists and choosers show what a person may choose (access.py). Three kinds of its addresses take any number and
answer with the file's title: the admin's reading API, the actions in bulk ("you have no permission for …"), and the
form that asks how a picture is to stand in a text. Here they answer as if that number did not exist.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.views import bulk_actions as of_documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.views import bulk_actions as of_pictures
from wagtail.images.views import chooser

from .access import in_library_of, may_see


class _OfTheLibrary:
    """An endpoint of the admin's API that knows what its person finds in the library."""

    request: HttpRequest
    model: Any

    def get_queryset(self) -> QuerySet[Any]:
        known = in_library_of(self.request.user, self.model).values("pk")
        return super().get_queryset().filter(pk__in=known)  # type: ignore[misc]


class PicturesAPI(_OfTheLibrary, ImagesAdminAPIViewSet):
    """Wagtail's, with that difference."""


class DocumentsAPI(_OfTheLibrary, DocumentsAdminAPIViewSet):
    """Wagtail's, with that difference."""


class _NamesNoClosedFiles:
    """An action in bulk that does not name what it refuses, if one does not find it in the library."""

    request: HttpRequest
    model: Any

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, list[Any]]]:
        objects, others = super().get_actionable_objects()  # type: ignore[misc]
        refused = others["items_with_no_access"]
        found = in_library_of(self.request.user, self.model).filter(pk__in=[file.pk for file in refused])
        known = set(found.values_list("pk", flat=True))
        named = [file for file in refused if file.pk in known]
        if refused and not objects and not named:
            raise Http404
        return objects, {**others, "items_with_no_access": named}


class DeletePictures(_NamesNoClosedFiles, of_pictures.DeleteBulkAction):
    """Wagtail's, with that difference."""


class TagPictures(_NamesNoClosedFiles, of_pictures.AddTagsBulkAction):
    """Wagtail's, with that difference."""


class MovePictures(_NamesNoClosedFiles, of_pictures.AddToCollectionBulkAction):
    """Wagtail's, with that difference."""


class DeleteDocuments(_NamesNoClosedFiles, of_documents.DeleteBulkAction):
    """Wagtail's, with that difference."""


class TagDocuments(_NamesNoClosedFiles, of_documents.AddTagsBulkAction):
    """Wagtail's, with that difference."""


class MoveDocuments(_NamesNoClosedFiles, of_documents.AddToCollectionBulkAction):
    """Wagtail's, with that difference."""


BULK_ACTIONS = (DeletePictures, TagPictures, MovePictures, DeleteDocuments, TagDocuments, MoveDocuments)


class PictureInTextView(chooser.ImageSelectFormatView):
    """Wagtail's form for a picture in a text, for whom may see the picture: in the library, or in a page of theirs."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user, get_object_or_404(self.model, pk=kwargs["image_id"])):
            raise Http404
        return super().dispatch(request, *args, **kwargs)


def install() -> None:
    """Put the view in the place of Wagtail's, which no setting lets choose."""
    chooser.viewset.select_format_view_class = PictureInTextView
