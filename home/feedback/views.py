"""The readers' addresses: report a mistake, write to the office, say whether a story is useful."""

import logging
from typing import Any

from django.db import DatabaseError
from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from cms.routing import whole_number
from news.counting.reader import is_of_the_newsroom
from news.models import StoryPage
from news.models.listing import LARGEST_ID, by_number

from . import mailing, rules
from .forms import ContactForm, CorrectionForm, ReaderForm
from .limits import is_too_often
from .models import Letter
from .rating import count_rating

logger = logging.getLogger(__name__)

REFUSED = 400
TOO_OFTEN = 429
NOT_NOW = 503


def public_story(story_id: int) -> StoryPage:
    """Return the story; Http404 alike for one that does not exist and one that is not public."""
    story = by_number(StoryPage.objects.visible().defer("body"), story_id)
    if story is None:
        raise Http404("no such story")
    return story


def _address_of_asked_story(request: HttpRequest) -> str:
    """Return the address of the public story that the address asks for (``?bai=``), "" if it names none."""
    number = whole_number(request.GET.get("bai"), 1, LARGEST_ID)
    story = by_number(StoryPage.objects.visible().defer("body"), number) if number else None
    return (story.get_url(request) or "") if story else ""


# Not one transaction a request: on SQLite a reader who only opens the form would wait for the newsroom.
@non_atomic_requests
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@override("vi")
def report_error(request: HttpRequest, story_id: int) -> HttpResponse:
    """Báo lỗi nội dung: the form, and what comes back from it."""
    story = public_story(story_id)
    return _take(
        request,
        CorrectionForm,
        "feedback/report_error.html",
        "report_error_thanks",
        {"heading": _("Report a mistake"), "story": story},
        kind=Letter.Kind.CORRECTION,
        story=story,
        story_title=story.title,
    )


@non_atomic_requests
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@override("vi")
def contact(request: HttpRequest) -> HttpResponse:
    """Gửi ý kiến: a letter to the office."""
    return _take(
        request,
        ContactForm,
        "feedback/contact.html",
        "contact_thanks",
        {"heading": _("Write to the office")},
        kind=Letter.Kind.CONTACT,
    )


def _take(
    request: HttpRequest,
    form_class: type[ReaderForm],
    template: str,
    thanks_name: str,
    context: dict[str, Any],
    **facts: Any,
) -> HttpResponse:
    """Show a form; store what was sent. Whatever goes wrong, what was typed is shown again."""
    form = form_class(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        if is_too_often(request, "letter", rules.LETTERS_OF_A_READER, rules.LETTERS_OF_AN_ADDRESS):
            form.add_error(
                None,
                _(
                    "Too many letters came from here in a short time: wait ten minutes and press “Send” again."
                ),
            )
            status = TOO_OFTEN
        elif _store(form, facts):
            return _thank(thanks_name, facts.get("story"))
        else:
            form.add_error(None, _("The letter could not be stored: wait a moment and press “Send” again."))
            status = NOT_NOW
    response = render(request, template, {"form": form, **context}, status=status)
    if status == TOO_OFTEN:
        response.headers["Retry-After"] = str(rules.LETTERS_OF_A_READER.seconds)
    return response


def _store(form: ReaderForm, facts: dict[str, Any]) -> bool:
    typed = {name: value for name, value in form.cleaned_data.items() if name not in ("website", "shown")}
    try:
        letter = Letter.objects.create(**facts, **typed)
    except DatabaseError:
        logger.exception("a reader's letter could not be stored")
        return False
    if letter.kind == Letter.Kind.CONTACT:
        mailing.enqueue(letter)
    return True


@non_atomic_requests
@cache_control(private=True, no_store=True)
@require_safe
@override("vi")
def thanks(request: HttpRequest, heading: Any, sentence: Any) -> HttpResponse:
    """Say that something arrived. Sent there after every form, so that loading again sends nothing twice."""
    context = {"heading": heading, "sentence": sentence, "story_address": _address_of_asked_story(request)}
    return render(request, "feedback/thanks.html", context)


# Without a CSRF token, because the cached story page carries none: rules.came_from_here.
@csrf_exempt
@non_atomic_requests
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
@override("vi")
def rate_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Take ``useful=yes`` or ``no``: JSON for the script, the page of thanks for a plain form.

    The answer is the same whether it was counted or not. 404 for what is not public, 400 for what
    did not come from the story's page, 429 for a flood. Whoever opens
    the address, which stands in the browser after a plain form was refused, is led to the story.
    """
    if request.method != "POST":
        return _to_the_story(request, story_id)
    as_json = "application/json" in request.headers.get("Accept", "")
    answer = request.POST.get("useful")
    said, status = _("Thank you for your answer."), 200
    if answer not in ("yes", "no") or not rules.came_from_here(
        request.get_host(), request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ):
        said, status = _("The answer did not come from the story's page: open the story again."), REFUSED
    elif is_too_often(request, "rating", rules.RATINGS_OF_A_READER, rules.RATINGS_OF_AN_ADDRESS):
        said, status = _("Too many answers came from here in a short time: wait a minute."), TOO_OFTEN
    else:
        story = public_story(story_id)
        if not is_of_the_newsroom(request):
            count_rating(request, story.pk, useful=answer == "yes")
    if as_json:
        return JsonResponse({"said": said}, status=status, json_dumps_params={"ensure_ascii": False})
    if status != 200:
        # Which story it is, is asked when somebody follows the link, not in a flood.
        context = {"heading": _("Not taken"), "sentence": said, "story_address": request.path}
        return render(request, "feedback/thanks.html", context, status=status)
    return _thank("rate_story_thanks", story)


def _thank(name: str, story: StoryPage | None) -> HttpResponse:
    """Redirect to a page of thanks, from which a link leads back to the story."""
    return redirect(reverse(name) + (f"?bai={story.pk}" if story else ""))


def _to_the_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """Redirect to a public story; Http404 for every other."""
    address = public_story(story_id).get_url(request)
    if not address:
        raise Http404("no such story")
    return redirect(address)
