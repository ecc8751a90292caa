"""The environment that the settings read: variables of the process, and of ``.env`` where they do not say otherwise."""

import os
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from .checks import NONE
from .problems import problems
from .variables import VARIABLES

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()
env.read_env(BASE_DIR / ".env")
# An empty variable counts as not given: `.env.example` has many, and no number is empty.
for _name in {variable.name for variable in VARIABLES} & set(os.environ):
    if not os.environ[_name].strip():
        del os.environ[_name]


def unless_none(value: str) -> str:
    """Return a variable's value; of what production leaves out knowingly ("none"), nothing."""
    return "" if value == NONE else value


def refuse_if_wrong(*, production: bool = False) -> None:
    """Stop the start with a sentence for each variable that is wrong or missing: all of them at once."""
    if found := problems(os.environ, production=production):
        raise ImproperlyConfigured("The portal cannot start:\n- " + "\n- ".join(found))
