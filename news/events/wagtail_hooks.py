"""Events in the admin: their list, “Tin hội nghị” in the menu, stories as templates, help in the editor."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, register_converter, reverse
from django.urls.converters import StringConverter
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from news.models import Event, StoryPage

from .forms import Kind
from .permissions import may_write, policy
from .template_view import UseAsTemplateView
from .views import ChooseEventView, NewStoryView, composed_words, speaker_suggestions


class KindConverter(StringConverter):
    """A kind of story that is written of an event."""

    regex = "|".join(Kind.values)


register_converter(KindConverter, "kind_of_story")


class EventViewSet(SnippetViewSet):
    """Sự kiện: entered and changed by reporters and approvers, deleted by nobody."""

    model = Event
    icon = "calendar-check"
    menu_label = _("Events")
    menu_name = "events"
    add_to_admin_menu = True
    menu_order = 36
    list_display = ["name", Column("days", label=_("date")), "location", "organiser"]
    list_filter = ["event_type"]
    list_per_page = 50
    ordering = ["-start_date", "-pk"]
    copy_view_enabled = False

    @property
    def permission_policy(self):
        return policy


register_snippet(EventViewSet)


@hooks.register("before_delete_snippet")
def nobody_deletes_events(request: HttpRequest, snippets: list[Any]) -> None:
    """Refuse it in bulk, too: Wagtail's bulk action asks for Django's right, which superusers have, not the policy.

    Raises:
        PermissionDenied: there is an event among them.
    """
    if any(isinstance(snippet, Event) for snippet in snippets):
        raise PermissionDenied


@hooks.register("register_admin_urls")
def event_urls() -> list:
    return [
        path("tin-hoi-nghi/", ChooseEventView.as_view(), name="new_from_event"),
        path("tin-hoi-nghi/nguoi-phat-bieu/", speaker_suggestions, name="speaker_suggestions"),
        path("tin-hoi-nghi/soan/", composed_words, name="composed_words"),
        path("tin-hoi-nghi/mau/<int:story_id>/", UseAsTemplateView.as_view(), name="use_as_template"),
        path(
            "tin-hoi-nghi/<int:event_id>/<kind_of_story:kind>/",
            NewStoryView.as_view(),
            name="new_story_of_event",
        ),
    ]


class WritersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_write(request.user)


@hooks.register("register_admin_menu_item")
def new_from_event_item() -> MenuItem:
    return WritersMenuItem(
        _("New from an event"),
        reverse("new_from_event"),
        name="new-from-event",
        icon_name="calendar-check",
        order=35,
    )


@hooks.register("register_page_listing_more_buttons")
def template_in_list(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from _template_button(page, user)


@hooks.register("register_page_header_buttons")
def template_in_header(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    yield from _template_button(page, user)


def _template_button(page: Page, user: Any) -> Iterator[Button]:
    """Offer it where it is allowed, without a query of its own: lists ask for every row."""
    model = page.cached_content_type.model_class()
    if model is None or not issubclass(model, StoryPage) or not (page.live or page.owner_id == user.pk):
        return
    if user.has_perm("news.view_event"):
        address = reverse("use_as_template", args=[page.pk])
        yield Button(_("Use as a template"), address, icon_name="copy", priority=60)


@hooks.register("insert_editor_js")
def help_in_the_editor() -> SafeString:
    """Suggest who spoke before, while a name is typed into a report's speeches."""
    return format_html(
        '<script src="{}" data-offers="{}" defer></script>',
        static("js/speakers.js"),
        reverse("speaker_suggestions"),
    )
