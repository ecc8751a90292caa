"""Tin hội nghị: choose or enter the event, then the story that is composed from it."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import DateField
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from news.models import Event
from news.models.listing import LARGEST_ID

from . import composing, suggestions
from .drafting import draft_of_event
from .forms import EventForm, Kind, SpeakerFormSet, StoryForm, composed, speeches_of
from .permissions import may_write, policy

RECENT_EVENTS = 12


class WritersScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen for whoever may write stories."""

    page_title = gettext_lazy("New from an event")
    header_icon = "calendar-check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        if not may_write(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("new_from_event"), "label": _("New from an event")},
        ]


class ChooseEventView(WritersScreen):
    """``tin-hoi-nghi/``: the latest events, a search among all, and the form of a new one."""

    template_name = "news/events/choose.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=EventForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.user_has_permission(request.user, "add"):
            raise PermissionDenied
        form = EventForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        event = form.save()
        kind = request.POST.get("story")
        return redirect(address_of_form(event, kind if kind in Kind.values else Kind.CONFERENCE))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").replace("\x00", "")[: suggestions.LONGEST].strip()
        events = Event.objects.filter(name__icontains=words) if words else Event.objects.all()
        shown = kwargs["form"].known or events[:RECENT_EVENTS]
        return super().get_context_data(
            events=[(event, _addresses(event)) for event in shown],
            words=words,
            kinds=Kind.choices,
            may_enter=policy.user_has_permission(self.request.user, "add"),
            **kwargs,
        )


class NewStoryView(WritersScreen):
    """``tin-hoi-nghi/<event>/<kind>/``: the composed story, to be changed and stored as a draft."""

    template_name = "news/events/story.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        number = kwargs["event_id"]
        self.event = get_object_or_404(Event, pk=number if number <= LARGEST_ID else 0)
        self.kind = Kind(kwargs["kind"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StoryForm(initial=composed(self.event, self.kind, request.user))
        return self.render_to_response(
            self.get_context_data(form=form, speakers=SpeakerFormSet(prefix="speakers"))
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StoryForm(request.POST)
        speakers = SpeakerFormSet(request.POST, prefix="speakers") if self.has_speakers else None
        valid = [form.is_valid(), speakers is None or speakers.is_valid()]
        if not all(valid):
            messages.error(request, _("The draft is not made yet: look at the fields that are marked."))
            return self.render_to_response(self.get_context_data(form=form, speakers=speakers))
        speeches = speeches_of(speakers) if speakers is not None else []
        page = draft_of_event(self.event, self.kind, form.cleaned_data, speeches, request.user)
        messages.success(request, _("The draft is made. Write on: text, pictures, then submit it."))
        return redirect("wagtailadmin_pages:edit", page.pk)

    @property
    def has_speakers(self) -> bool:
        return self.kind == Kind.CONFERENCE

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [
            (address_of_form(self.event, kind), label) for kind, label in Kind.choices if kind != self.kind
        ]
        return super().get_context_data(
            event=self.event,
            kind=self.kind,
            others=others,
            has_speakers=self.has_speakers,
            may_change=policy.user_has_permission(self.request.user, "change"),
            **kwargs,
        )


def address_of_form(event: Event, kind: str) -> str:
    """Return the address at which a story of that kind is composed from the event."""
    return reverse("new_story_of_event", args=[event.pk, kind])


def _addresses(event: Event) -> list[tuple[str, str]]:
    return [(address_of_form(event, kind), str(label)) for kind, label in Kind.choices]


@never_cache
@require_safe
def speaker_suggestions(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=…`` with who may be meant (suggestions.py), for whoever may write stories."""
    if not may_write(request.user):
        raise PermissionDenied
    offers = suggestions.suggest(request.user, request.GET.get("q", "").replace("\x00", ""))
    return JsonResponse({"offers": [vars(offer) for offer in offers]})


@never_cache
@require_safe
def composed_words(request: HttpRequest) -> JsonResponse:
    """Answer the editor with the lead that follows from the event's fields as they stand there."""
    if not may_write(request.user):
        raise PermissionDenied
    given = {
        name: request.GET.get(name, "").replace("\x00", "")[:300]
        for name in ("name", "event_type", "location", "organiser", "chair")
    }
    days = {name: _day(request.GET.get(name, "")) for name in ("start_date", "end_date")}
    facts = composing.Facts(**given, **days)  # type: ignore[arg-type]
    return JsonResponse({"lead": composing.lead(facts)})


def _day(text: str) -> date | None:
    try:
        return DateField(required=False).clean(text[:40])
    except ValidationError:
        return None
