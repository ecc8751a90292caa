"""The editor's word on a story and the event that it is of: where they differ, and how to take the event's over."""

from datetime import date
from typing import Any

from django.conf import settings
from django.forms import Media
from wagtail.admin.panels import Panel

from news.models.event import STORY_FIELDS


class EventDifferences(Panel):
    """Offers to compose the lead anew, and names where the story and its event differ (docs/events.md)."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "news/panels/event_differences.html"

        @property
        def differences(self) -> list[dict[str, Any]]:
            """Field by field: id in the form, label, the event's value as a form writes it and as one reads it."""
            event = self.instance.event
            if event is None:
                return []
            found = []
            for theirs, ours in STORY_FIELDS.items():
                value = getattr(event, ours)
                if (value or "") == (getattr(self.instance, theirs) or ""):
                    continue
                field = event._meta.get_field(ours)
                written = field.value_to_string(event) if value else ""
                if isinstance(value, date):
                    written = value.strftime(settings.WAGTAIL_DATE_FORMAT)
                found.append(
                    {
                        "id": f"id_{theirs}",
                        "label": self.instance._meta.get_field(theirs).verbose_name,
                        "value": written,
                        "shown": dict(field.flatchoices).get(value, value) if field.choices else value,
                    }
                )
            return found

        @property
        def media(self) -> Media:
            return Media(js=["js/event-editor.js"], css={"all": ["css/event_story.css"]})
