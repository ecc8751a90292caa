"""A recognised story as JSON and back, while it waits for its reporter (models.PendingImport)."""

import dataclasses
from datetime import date
from typing import Any

from .paragraph import Paragraph, Run
from .recognised import (
    Note,
    Recognised,
    RecognisedBlock,
    RecognisedContribution,
    RecognisedPicture,
    RecognisedSpeech,
)


def to_json(recognised: Recognised) -> dict[str, Any]:
    """Return plain values. Messages are stored in the language of the person for whom it was read."""
    stored = {field.name: _plain(getattr(recognised, field.name)) for field in dataclasses.fields(recognised)}
    for speech, plain in zip(recognised.speeches, stored["speeches"], strict=True):
        plain["paragraphs"] = [_with_runs(paragraph) for paragraph in speech.paragraphs]
    return stored


def from_json(stored: dict[str, Any]) -> Recognised:
    """Return what ``to_json`` stored."""
    speeches = tuple(
        RecognisedSpeech(**{**one, "paragraphs": tuple(map(_paragraph, one["paragraphs"]))})
        for one in stored["speeches"]
    )
    values = {
        **stored,
        "start_date": _date(stored["start_date"]),
        "end_date": _date(stored["end_date"]),
        "speeches": speeches,
        "body": tuple(RecognisedBlock(**one) for one in stored["body"]),
        "picture_captions": tuple(stored["picture_captions"]),
        "contributions": tuple(RecognisedContribution(**one) for one in stored["contributions"]),
        "notes": tuple(Note(**one) for one in stored["notes"]),
        "pictures": tuple(RecognisedPicture(**one) for one in stored["pictures"]),
    }
    return Recognised(**values)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, int) else str(value)  # messages are lazy


def _with_runs(paragraph: str) -> str | dict:
    """A speech is printed with its emphasis; every other field is plain."""
    if not isinstance(paragraph, Paragraph):
        return paragraph
    return {"runs": [dataclasses.asdict(run) for run in paragraph.runs]}


def _paragraph(stored: str | dict) -> str:
    return stored if isinstance(stored, str) else Paragraph([Run(**run) for run in stored["runs"]])


def _date(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None
