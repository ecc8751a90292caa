"""Words shared by the tests of the recogniser."""

import dataclasses
import re
from html import unescape

from news.importing.recognised import RecognisedContribution
from news.importing.recogniser import recognise


def story(*paragraphs, title="Sở Nội vụ tỉnh Thanh Giang triển khai nhiệm vụ"):
    return recognise("\n\n".join([title, *paragraphs]))


def noted(recognised, kind, field):
    return [note.text for note in recognised.notes if (note.kind, note.field) == (kind, field)]


def by(name, position="", roles="tin"):
    return RecognisedContribution(name, position, "tin" in roles, "bài" in roles, "ảnh" in roles)


def words(text):
    return {word.strip("“”…./:,;\"'\\()") for word in text.split()} - {""}


def words_kept(recognised):
    """Every word that the result still holds, in whatever field, or in a note on what was left out."""

    def texts(value):
        if dataclasses.is_dataclass(value):
            value = [getattr(value, field.name) for field in dataclasses.fields(value)]
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, (list, tuple)):
            return [text for item in value for text in texts(item)]
        return [unescape(str(value).replace("<", " <").replace(">", "> "))]

    kept = [note.text for note in recognised.notes if note.kind == "left_out"]
    text = " ".join(texts(dataclasses.replace(recognised, notes=())) + kept)
    return words(re.sub("</?(?:p|ul|li)>", " ", text))
