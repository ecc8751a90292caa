"""Tin hội nghị: an event entered once, the story composed from it, and stories used as templates (docs/events.md)."""
