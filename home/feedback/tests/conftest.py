"""A reader's browser, and forms as a person fills them in."""

import time

import pytest
from django.core import signing
from django.core.cache import caches

from home.feedback import forms

BROWSER = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def _nobody_came_before():
    caches["readers"].clear()
    yield
    caches["readers"].clear()


@pytest.fixture
def reader(client):
    """The browser of somebody who reads."""
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


@pytest.fixture
def filled():
    """Fill in a form as a person does who has looked at it for ten seconds: ``filled(text="…")``."""

    def fill(seconds: int = 10, **fields):
        shown = signing.dumps(int(time.time()) - seconds, salt=forms.SALT)
        return {"shown": shown, "website": "", "text": "Số đại biểu là 120.", **fields}

    return fill
