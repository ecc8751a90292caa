"""Lines of the log: one event, one line, with the request's number; and as JSON a collector can read."""

import io
import json
import logging
import sys

import pytest

from cms.monitoring import logs

FORGED = "không có\r\n2026-01-01 00:00:00 CRITICAL portal all is lost\x1b[2J\u2028x\x00"


def record(message: str, *args, **extra) -> logging.LogRecord:
    made = logging.LogRecord("portal", logging.INFO, __file__, 1, message, args, None)
    vars(made).update(extra)
    logs.RequestNumber().filter(made)
    return made


LINE = logs.LineFormatter("%(levelname)s [%(request_id)s] %(message)s")


RESET = "/quan-tri/password_reset/confirm/MQ/cx1k2p-0123456789abcdef0123456789abcdef/"


@pytest.mark.parametrize("form", [LINE, logs.JsonFormatter()])
def test_a_link_that_sets_a_password_is_in_no_line(form):
    made = record("GET %s 302 in %s ms", RESET, 2100, path=RESET)
    try:
        raise ValueError(f"no answer for {RESET}?x=1")
    except ValueError:
        made.exc_info = sys.exc_info()
    said = form.format(made)
    assert "0123456789abcdef" not in said
    assert "MQ/" not in said
    assert "GET /quan-tri/password_reset/confirm/*** 302 in 2100 ms" in said


def test_other_addresses_stay_as_they_are():
    for path in ("/quan-tri/password_reset/", "/quan-tri/password_reset/complete/", "/tin/confirm/MQ/x/"):
        assert logs.without_keys(f"GET {path} 200") == f"GET {path} 200"


@pytest.mark.parametrize("form", [LINE, logs.JsonFormatter()])
def test_what_a_stranger_sends_stays_one_line(form):
    said = form.format(record("%s", FORGED))
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said
    assert "không có" in said


def test_a_traceback_follows_as_always():
    made = record("failed")
    try:
        raise ValueError("no")
    except ValueError:
        made.exc_info = sys.exc_info()
    said = logs.LineFormatter("%(message)s").format(made)
    assert said.startswith("failed\n    Traceback")
    assert said.endswith("\n    ValueError: no")
    assert json.loads(logs.JsonFormatter().format(made))["exc_info"].endswith("ValueError: no")


@pytest.mark.parametrize("form", [LINE, logs.JsonFormatter()])
def test_no_line_of_a_traceback_begins_like_a_record(form):
    """An error's text may be what a stranger sent."""
    made = record("failed", stack_info=f"Stack:\n{FORGED}")
    try:
        raise ValueError(FORGED.replace("\r", "\x85"))
    except ValueError as error:
        error.add_note(FORGED)
        made.exc_info = sys.exc_info()
    first, *more = form.format(made).splitlines()
    assert "failed" in first
    assert all(line.startswith("    ") for line in more)
    assert "\x1b" not in "".join(more)
    assert "không có" in "".join([first, *more])


def test_json_holds_what_a_collector_asks_for():
    said = json.loads(logs.JsonFormatter().format(record("Đăng %s", "bài", status=200, request=object())))
    assert said["message"] == "Đăng bài"
    assert (said["level"], said["logger"], said["request_id"], said["status"]) == ("INFO", "portal", "-", 200)
    assert said["time"][:4].isdigit()
    assert "request" not in said


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("0123456789abcdef0123456789abcdef", True),
        ("5f0c7c6e-6f0b-4a1d-9a1b-1f3b2c4d5e6f", True),
        ("", False),
        ("short", False),
        ("a" * 65, False),
        ("0123456789\r\nX: y", False),
        ("0123456789abcdef\n", False),
    ],
)
def test_the_proxys_number_is_kept_if_it_is_one(sent, kept):
    accepted = logs.accepted(sent)
    assert (accepted == sent) is kept
    assert logs.NUMBER.fullmatch(accepted)


@pytest.mark.django_db
def test_a_request_is_logged_under_its_number_and_without_its_query(client, caplog, settings):
    settings.BEHIND_PROXY = True
    number = "0123456789abcdef"
    with caplog.at_level(logging.DEBUG, "portal.requests"):
        response = client.get("/robots.txt?q=bi-mat", headers={"x-request-id": number})
    assert response.headers["X-Request-ID"] == number
    [said] = [each for each in caplog.records if each.name == "portal.requests"]
    assert said.getMessage().startswith("GET /robots.txt 200 in ")
    assert said.view == "robots"
    assert "bi-mat" not in str(vars(said))
    assert logs.number.get() == ""


@pytest.mark.django_db
def test_without_a_proxy_a_strangers_number_is_none(client, settings):
    settings.BEHIND_PROXY = False
    response = client.get("/robots.txt", headers={"x-request-id": "0123456789abcdef"})
    assert response.headers["X-Request-ID"] != "0123456789abcdef"
    assert logs.NUMBER.fullmatch(response.headers["X-Request-ID"])


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_logged_under_its_number(client, settings):
    """Django writes that line when the middleware has ended."""
    settings.BEHIND_PROXY = True
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(logs.RequestNumber())
    handler.setFormatter(LINE)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get("/khong-co-trang-nay/", headers={"x-request-id": "0123456789abcdef"})
    finally:
        logger.removeHandler(handler)
    assert written.getvalue() == "WARNING [0123456789abcdef] Not Found: /khong-co-trang-nay/\n"
