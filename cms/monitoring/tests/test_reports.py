"""Reports of errors say where the code failed, and nothing of what anybody wrote."""

import json
import subprocess
import sys
from pathlib import Path

from cms.monitoring import logs, reports

ROOT = Path(__file__).resolve().parent.parent.parent.parent
PRIVATE = ("an@example.com", "0912345678", "mat-khau", "phongvien", "Nguyễn")


def test_a_report_is_without_people():
    token = logs.number.set("0123456789abcdef")
    event = {
        "request": {
            "url": "https://portal.example/lien-he/gui/?email=an@example.com#x",
            "method": "POST",
            "data": {"phone": "0912345678"},
            "query_string": "email=an@example.com",
            "headers": {"Cookie": "sessionid=mat-khau"},
            "cookies": {"sessionid": "mat-khau"},
            "env": {"REMOTE_ADDR": "10.0.0.1"},
        },
        "user": {"username": "phongvien"},
        "breadcrumbs": {"values": [{"message": "Nguyễn"}]},
        "extra": {"sys.argv": ["mat-khau"]},
        "logentry": {"message": "The mail to %s failed", "params": ["Nguyễn"], "formatted": "Nguyễn"},
        "exception": {
            "values": [
                {
                    "type": "IntegrityError",
                    "value": "duplicate\nDETAIL:  Key (email)=(an@example.com) Nguyễn",
                },
                {"type": "SMTPRecipientsRefused", "value": "{'an@example.com': (550, 'no')}"},
            ]
        },
    }
    sent = reports.without_people(event)
    logs.number.reset(token)
    said = json.dumps(sent, ensure_ascii=False)
    assert not [word for word in PRIVATE if word in said]
    assert sent["request"] == {"url": "https://portal.example/lien-he/gui/", "method": "POST"}
    assert sent["exception"]["values"][0]["value"] == "duplicate"
    assert sent["tags"] == {"request_id": "0123456789abcdef"}


def test_a_link_that_sets_a_password_is_in_no_report():
    path = "/quan-tri/password_reset/confirm/MQ/cx1k2p-0123456789abcdef0123456789abcdef/"
    event = {
        "request": {"url": f"https://portal.example{path}", "method": "GET"},
        "transaction": path,
        "logentry": {"message": f"Internal Server Error: {path}"},
        "exception": {"values": [{"type": "ValueError", "value": f"no answer for {path}"}]},
    }
    sent = reports.without_people(event)
    assert "0123456789abcdef" not in json.dumps(sent)
    assert sent["request"]["url"] == "https://portal.example/quan-tri/password_reset/confirm/***"


# In a process of its own: Sentry patches Django for good.
REPORTED = """
import json
import django; django.setup()
from sentry_sdk.transport import Transport
from cms.monitoring import reports
sent = []
class Kept(Transport):
    def capture_envelope(self, envelope):
        sent.extend(item.payload.json for item in envelope.items if item.type == "event")
reports.start("https://key@sentry.example/1", transport=Kept)
import io
from django.core.wsgi import get_wsgi_application
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
@csrf_exempt
def failing(request):
    password = request.POST["password"]
    raise ValueError("no place for an@example.com")
import cms.urls
cms.urls.urlpatterns.insert(0, path("hong", failing))
body = b"password=mat-khau"
list(get_wsgi_application()({
    "REQUEST_METHOD": "POST", "PATH_INFO": "/hong", "QUERY_STRING": "email=an@example.com", "wsgi.url_scheme": "http",
    "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
    "CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_COOKIE": "sessionid=mat-khau",
    "REMOTE_ADDR": "10.0.0.1",
}, lambda *args: None))
print(json.dumps(sent))
"""


def test_an_error_is_reported_where_it_happened(tmp_path):
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path}/portal.sqlite3", "PATH": "/usr/bin"}
    environment["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
    ended = subprocess.run(
        [sys.executable, "-c", REPORTED], cwd=ROOT, env=environment, capture_output=True, timeout=60
    )
    [event] = json.loads(ended.stdout.decode().strip().split("\n")[-1] or "[]")
    said = json.dumps(event)
    assert "failing" in said
    assert "ValueError" in said
    assert event["request"]["url"].endswith("/hong")
    assert "an@example.com" not in said
    # The line of the code may say "password"; its value is nowhere.
    assert "mat-khau" not in said


def test_nothing_is_imported_without_an_address():
    asked = "import django; django.setup(); import sys; print('sentry_sdk' in sys.modules)"
    environment = {"DJANGO_SETTINGS_MODULE": "cms.settings.dev", "PATH": "/usr/bin"}
    ended = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, env=environment, capture_output=True)
    assert ended.stdout.decode().strip() == "False", ended.stderr.decode()
