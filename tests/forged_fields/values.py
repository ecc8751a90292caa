"""A forged value for every field of a model, under every name by which a form could take it.

The fields and relations are found by walking the models: a new one is forged by itself.
"""

import json
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from taggit.managers import TaggableManager
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.media.tests import made

SAYS = "Giả mạo"
WHEN = "2031-05-06 07:00"
MANAGEMENT = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}
# What the editor calls the rows of a relation, where it is not the relation's own name.
CALLED = {COMMENTS_RELATION_NAME: "comments"}

Form = dict[str, Any]
Others = Callable[[type, Any], list[Any]]


def forged(form: Form, main: Iterable[type], touched: Iterable[type]) -> Form:
    """Return the form with another value for every field of those models, whether the form has the field or not.

    Args:
        form: what is honestly sent.
        main: the models that the form is about; whatever refers to them is forged as their rows, too.
        touched: the other models of which a row is stored.
    """
    # The same rows are asked for by many names.
    others = cache(other_rows)
    sent = dict(form)
    rows = dict(_rows(main, form))
    for prefix, model in rows.items():
        formset = prefix.removesuffix("0-")
        real = f"{formset}TOTAL_FORMS" in form
        if not real:
            sent |= {f"{formset}{name}": value for name, value in MANAGEMENT.items()}
        for field, name in _names(model):
            # Whose rows a form may name is tried by itself (test_forged_fields.py).
            if not (real and field.primary_key):
                _put(sent, form, prefix + name, field, others)
    done = set(sent) - set(form)
    for prefix in _prefixes(form, main, rows):
        for model in (*main, *rows.values(), *touched):
            for field, name in _names(model):
                if prefix + name not in done:
                    done.add(prefix + name)
                    _put(sent, form, prefix + name, field, others)
    return sent


def _prefixes(form: Form, main: Iterable[type], rows: Iterable[str]) -> list[str]:
    """Return what stands before the names of a form's own fields: nothing, or "name_email-", "speakers-0-"."""
    found = dict.fromkeys(["", *(key.rpartition("-")[0] + "-" for key in form if "-" in key)])
    streams = [field.name for model in main for field in model._meta.get_fields() if _is_stream(field)]
    formsets = {row.removesuffix("0-") for row in rows}
    management = {key.rpartition("-")[0] + "-" for key in form if key.endswith("-TOTAL_FORMS")}
    return [
        prefix
        for prefix in found
        if prefix.partition("-")[0] not in streams and prefix not in formsets | management | set(rows)
    ]


def _is_stream(field: Any) -> bool:
    return isinstance(field, StreamField)


def _names(model: type) -> Iterator[tuple[Any, str]]:
    for field in model._meta.get_fields():
        if isinstance(field, GenericForeignKey) or (field.auto_created and not field.concrete):
            continue
        if field.concrete or field.many_to_many:
            yield from (
                (field, name) for name in dict.fromkeys((field.name, getattr(field, "attname", field.name)))
            )


def _rows(models_: Iterable[type], form: Form, above: str = "") -> Iterator[tuple[str, type]]:
    """Yield (prefix of a first row, model) of all that refers to the models: "gallery_images-0-"."""
    for model in models_:
        for relation in model._meta.get_fields():
            related = relation.related_model
            if (
                not (relation.one_to_many or relation.one_to_one)
                or relation.concrete
                or not isinstance(related, type)
            ):
                continue
            name = getattr(relation, "get_accessor_name", lambda name=relation.name: name)()
            if name is None or issubclass(related, model):
                continue
            prefix = f"{above}{CALLED.get(name, name)}-0-"
            yield prefix, related
            if any(key.startswith(prefix) and key.endswith("-TOTAL_FORMS") for key in form):
                yield from _rows([related], form, prefix)


def _put(sent: Form, form: Form, key: str, field: Any, others: Others) -> None:
    if isinstance(field, StreamField):
        for old in [name for name in sent if name.startswith(f"{key}-")]:
            del sent[old]
        text = streamfield([("paragraph", rich_text(f"<p>{SAYS} {field.name}</p>"))])
        sent |= nested_form_data({key: text})
    elif (value := other(field, form.get(key), others)) is None:
        sent.pop(key, None)
    else:
        sent[key] = value


def other_rows(model: type, was: Any) -> list[Any]:
    """Return the numbers of two other rows that a form could name; of pages those that everybody may read."""
    found = model._default_manager.exclude(pk=was or None).order_by("-pk")
    if issubclass(model, Page):
        found = found.filter(live=True)
    return list(found.values_list("pk", flat=True)[:2])


def other(field: Any, was: Any = None, others: Others = other_rows) -> Any:
    """Return a value that the field could take and that it does not have; None is a box without its tick."""
    text = f"{SAYS} {field.name}"
    if isinstance(field, TaggableManager):
        return "giả-mạo"
    if field.many_to_many:
        return [str(pk) for pk in others(field.related_model, None)]
    if isinstance(field, models.ForeignKey):
        return str(next(iter(others(field.related_model, was)), 987_654))
    if choices := [str(value) for value, _label in field.flatchoices if value not in ("", None)]:
        return next((value for value in choices if value != was), choices[0])
    for kind, make in KINDS:
        if isinstance(field, kind):
            return make(field, was)
    length = getattr(field, "max_length", None)
    return text[:length] if length else text


def _slug(field: Any, was: Any) -> str:
    return re.sub(r"[^a-z]+", "-", f"gia-mao-{field.name}")


def _picture(field: Any, was: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("gia-mao.jpg", made.jpeg(80, 60), "image/jpeg")


# By the kind of field, the more special one first.
KINDS: list[tuple[type, Any]] = [
    (models.BooleanField, lambda field, was: None if was else "on"),
    (models.FileField, _picture),
    (RichTextField, lambda field, was: rich_text(f"<p>{SAYS} {field.name}</p>")),
    (models.DateTimeField, lambda field, was: WHEN),
    (models.DateField, lambda field, was: WHEN[:10]),
    (models.UUIDField, lambda field, was: str(uuid.UUID(int=7))),
    (models.JSONField, lambda field, was: json.dumps({"gia_mao": field.name})),
    (models.EmailField, lambda field, was: "gia.mao@example.com"),
    (models.URLField, lambda field, was: "https://gia-mao.example/"),
    (models.SlugField, _slug),
    (
        (models.IntegerField, models.DecimalField, models.FloatField),
        lambda field, was: "8" if was == "7" else "7",
    ),
]
