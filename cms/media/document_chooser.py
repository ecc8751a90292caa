"""The document chooser of a page: the same document again chooses the one that is stored (duplicates.py)."""

from django.http import HttpResponse
from wagtail.documents.views import chooser


class DocumentUploadView(chooser.DocumentChooserUploadView):
    """The chooser's upload. Somebody who uploads a stored document wants it in the page: there it is."""

    def get_reshow_creation_form_response(self) -> HttpResponse:
        """Extends CreateViewMixin's, which shows a form again that was not valid, or asked for empty."""
        if self.form.stored is not None and set(self.form.errors) == {"file"}:
            return self.get_chosen_response(self.form.stored)
        return super().get_reshow_creation_form_response()


def install() -> None:
    """Put the view in the place of Wagtail's, which no setting lets choose."""
    chooser.viewset.create_view_class = DocumentUploadView
