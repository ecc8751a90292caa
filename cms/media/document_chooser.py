"""The document chooser of a page: the same document again chooses the one that is stored (duplicates.py)."""

from django.http import HttpRequest, HttpResponse
from wagtail.documents.views import chooser


class DocumentUploadView(chooser.DocumentChooserUploadView):
    """The chooser's upload. Somebody who uploads a stored document wants it in the page: there it is."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Extends CreateViewMixin.post, which would show the form again."""
        form = self.get_creation_form()
        if not form.is_valid() and form.stored is not None and set(form.errors) == {"file"}:
            return self.get_chosen_response(form.stored)
        return super().post(request)


def install() -> None:
    """Put the view in the place of Wagtail's, which no setting lets choose."""
    chooser.viewset.create_view_class = DocumentUploadView
