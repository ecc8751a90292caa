"""The demo's stories are clean texts: what is said of them would be a false alarm."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from news.proofing import rich_text
from news.proofing.proofread import advice
from news.proofing.text import Known, Passage, Place

from .texts import text_with

STORIES = sorted((Path(__file__).parents[2] / "demo" / "stories").glob("*.json"))
NO_WORDS = {"id", "owner", "key", "picture", "state", "hour", "level", "type", "kind", "slug"}


def words_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [inner for name, inner in value.items() if name not in NO_WORDS]
    if isinstance(value, list):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem[:24])
def test_nothing_is_said_of_it(path):
    passages = tuple(
        Passage(Place(str(number), ""), paragraph, str(number))
        for number, value in enumerate(words_of(json.loads(path.read_text(encoding="utf-8"))))
        for paragraph in rich_text.paragraphs(value)
    )
    assert sum(len(passage.words) for passage in passages) > 100
    assert not advice(text_with(passages=passages), Known())
