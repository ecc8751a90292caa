"""Refusals of the gate that no form shows: a file in use that somebody deletes, a disk that is full."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import escape
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from .refusal import FileInUse, Rejected


class RefusalMiddleware:
    """Turn a refusal that a view let through into its sentence.

    Wagtail's views delete and store without asking whether it may be refused; there are eight of them, so the
    answer is given here once. The view's transaction is undone by then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, FileInUse | Rejected):
            return None
        sentence = " ".join(exception.messages)
        view = request.resolver_match.view_name if request.resolver_match else ""
        if "multiple" in view:
            # What the multiple uploader's script puts beside the file, as HTML.
            return JsonResponse({"success": False, "error_message": escape(sentence)})
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": sentence}, status=409)
        messages.error(request, sentence)
        # A bulk action's address names the model: bulk/media/portaldocument/delete/.
        of_documents = view.startswith("wagtaildocs") or "document" in request.path
        library = "wagtaildocs:index" if of_documents else "wagtailimages:index"
        return redirect(get_valid_next_url_from_request(request) or reverse(library))
