"""The public templates' tags, every block's template, and the pages that must come without a database."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.template import Context, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.views.csrf import csrf_failure
from django.views.defaults import bad_request, permission_denied, server_error
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Site
from wagtail.rich_text import RichText

from cms.blocks import STORY_BLOCKS
from cms.media import renditions
from cms.media.tests.made import jpeg, pdf
from cms.templatetags import portal as tags
from tests.public_templates import ROOT, public_templates

# Plain queries: what differs between databases is tested where it is asked.
pytestmark = pytest.mark.once

PUBLIC = public_templates()


@pytest.mark.parametrize(
    ("text", "is_excerpt", "printed"),
    [
        ("<p>Lời nói.</p>", False, "<p>“Lời nói.”</p>"),
        ("<p>Đầu.</p><p>Cuối.</p>", False, "<p>“Đầu.</p><p>Cuối.”</p>"),
        ("<p>Đầu.</p><p>Cuối</p>", True, "<p>“…&nbsp;Đầu.</p><p>Cuối&nbsp;…”</p>"),
        ("<p>…Đầu cuối…</p>", True, "<p>“…Đầu cuối…”</p>"),
        ("<p>“Lời đã có dấu.”</p>", False, "<p>“Lời đã có dấu.”</p>"),
        ("<p>“Một”, và “Hai”</p>", False, "<p>““Một”, và “Hai””</p>"),
        ("<ul><li>Một</li><li>Hai</li></ul>", False, "<ul><li>“Một</li><li>Hai”</li></ul>"),
        ("<p>Câu dẫn:</p><ul><li>Một</li></ul>", False, "<p>“Câu dẫn:</p><ul><li>Một”</li></ul>"),
        ("Không có thẻ", False, "“Không có thẻ”"),
        ("<p></p>", True, ""),
        ("", False, ""),
        (None, False, ""),
    ],
)
def test_quotation_marks_stand_inside_the_paragraphs(text, is_excerpt, printed):
    assert tags.quoted(text, is_excerpt) == printed


def test_a_rich_text_value_of_a_block_is_quoted_too():
    assert tags.quoted(RichText("<p>Lời</p>")) == "<p>“Lời”</p>"


def test_the_ordinal_label_stands_inside_the_first_paragraph():
    assert (
        tags.introduced_by("<p>Đẩy mạnh.</p><p>Thêm.</p>", "Một là")
        == '<p><strong class="ordinal__label">Một là,</strong> Đẩy mạnh.</p><p>Thêm.</p>'
    )
    assert tags.introduced_by("", "<b>") == '<strong class="ordinal__label">&lt;b&gt;,</strong>'


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("HTTP://a.example", "HTTP://a.example"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//evil.example", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_addresses_of_the_web_are_linked(address, kept):
    assert tags.web_address(address) == kept


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.video.example/x?y=1", "video.example"),
        ("https://a.example:8000/", "a.example"),
        ("https://[", ""),
    ],
)
def test_the_host_of_a_link_is_shown(address, host):
    assert tags.host_name(address) == host


@pytest.mark.parametrize(
    ("printed", "dialled"),
    [
        ("0200 000 0000", "02000000000"),
        ("(0200) 3.000.111", "02003000111"),
        ("+84 200 000", "+84200000"),
        ("0200 111 222 - 0200 333 444", "0200111222"),
        ("0200 111 222; 0200 333 444", "0200111222"),
        ("", ""),
    ],
)
def test_a_printed_telephone_number_can_be_dialled(printed, dialled):
    assert tags.telephone_address(printed) == dialled


def test_dates_and_figures_are_vietnamese_and_nothing_prints_nothing():
    moment = datetime(2023, 5, 26, 1, 5, tzinfo=UTC)
    template = Template(
        "{% load portal %}{{ moment|long_datetime }}|{{ moment|machine_date }}|{{ day|short_date }}|"
        "{{ day|long_date }}|{{ number|figure }}|{{ size|file_size }}|"
        "{{ no|long_datetime }}{{ no|machine_date }}{{ no|short_date }}{{ no|long_date }}"
        "{{ no|figure }}{{ no|file_size }}"
    )
    context = {"moment": moment, "day": date(2023, 5, 26), "number": 1234, "size": 1258291, "no": None}
    assert template.render(Context(context)) == (
        "Thứ Sáu, ngày 26/5/2023, 08:05|2023-05-26T08:05+07:00|26/5/2023|"
        "Thứ Sáu, ngày 26/5/2023|1.234|1,2 MB|"
    )


class Listing:
    """A list whose address remembers what was asked of it."""

    def query(self, **changes):
        return f"?{changes}"


def test_page_one_of_a_list_is_its_plain_address():
    assert tags.list_query(None, trang=1) == ""
    assert tags.list_query(None, trang=2) == "?trang=2"
    assert tags.list_query("", chuyen_muc="tin", trang=3) == "?chuyen-muc=tin&trang=3"
    assert tags.list_query(Listing(), trang=1) == "?{'trang': ''}"


@pytest.fixture
def sample(db):
    """One value for each block that a reporter can use."""
    image = get_image_model().objects.create(title="Ảnh", file=ContentFile(jpeg(60, 40), name="anh.jpg"))
    renditions.make(image)
    document = get_document_model().objects.create(title="Kế hoạch", file=ContentFile(pdf(), name="a.pdf"))
    shown = {"image": image.pk, "alt": "Hội trường", "caption": "Chú thích", "credit": "Lê Mai"}
    return {
        "paragraph": "<p>Văn bản</p>",
        "heading": {"text": "Kết quả", "level": "h3"},
        "quotation": {"text": "<p>Lời</p>", "speaker": "Nguyễn Văn An", "position": "Giám đốc"},
        "ordinal_list": {"items": ["<p>Một việc</p>"]},
        "picture": shown,
        "picture_row": {"pictures": [shown, {**shown, "decorative": True}]},
        "table": {
            "columns": [{"type": "text", "heading": "Đơn vị"}, {"type": "number", "heading": "Số"}],
            "rows": [{"values": ["Xã A", "1.234"]}],
            "caption": "Kết quả theo xã",
        },
        "key_figure": {"value": "98,5%", "label": "hồ sơ đúng hạn", "source": "Báo cáo"},
        "document": {"document": document.pk, "title": "Kế hoạch năm"},
        "video": {"url": "https://video.example/x", "title": "Phóng sự"},
        "speech": {"number": 1},
    }


EXPECTED = {
    "paragraph": "<p>Văn bản</p>",
    "heading": '<h3 class="heading">Kết quả</h3>',
    "quotation": "<p>“Lời”</p>",
    "ordinal_list": "Một là,",
    "picture": 'alt="Hội trường"',
    "picture_row": 'alt=""',
    "table": '<th scope="col" class="table__number">Số</th>',
    "key_figure": "98,5%",
    "document": "Kế hoạch năm",
    "video": 'href="https://video.example/x"',
    "speech": "",
}


@pytest.mark.parametrize("name", [name for name, _block in STORY_BLOCKS])
def test_every_block_is_printed(sample, name):
    block = dict(STORY_BLOCKS)[name]
    html = block.render(block.to_python(sample[name]), context={})
    assert EXPECTED[name] in html


@pytest.mark.parametrize("name", [name for name, _block in STORY_BLOCKS])
def test_every_block_prints_an_unfinished_draft(db, name):
    block = dict(STORY_BLOCKS)[name]
    html = block.render(block.get_default(), context={})
    assert "None" not in html


@pytest.mark.parametrize("name", [name for name, _block in STORY_BLOCKS])
def test_the_block_chooser_shows_every_block_in_the_portals_look(client, administrator, name):
    client.force_login(administrator)
    block = dict(STORY_BLOCKS)[name]
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "css/components/blocks.css" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (server_error, 500),
        (lambda request: permission_denied(request, Exception()), 403),
        (lambda request: bad_request(request, Exception()), 400),
        (csrf_failure, 403),
    ],
)
def test_errors_are_told_without_the_database_and_without_looking_files_up(view, status, monkeypatch):
    def fail(name: str) -> str:
        raise ValueError(f"Missing staticfiles manifest entry for '{name}'")

    monkeypatch.setattr(staticfiles_storage, "url", fail)
    response = view(RequestFactory().get("/"))
    html = response.content.decode()
    assert response.status_code == status
    assert '<html lang="vi">' in html
    assert "<style" not in html
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    assert files
    assert all((settings.BASE_DIR / "static" / name).is_file() for name in files), "their plain names"
    assert str(status) in html


def test_an_unknown_address_gets_the_portals_own_page(client, portal):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert '<nav class="menu menu--wide"' in response.content.decode()
    assert "Cookie" not in response.headers.get("Vary", "")


def test_a_portal_that_is_not_set_up_says_page_not_found(client, db):
    Site.objects.all().delete()
    assert client.get("/khong-co/").status_code == 404


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_templates_load_nothing_from_elsewhere_and_touch_no_session(path: Path):
    get_template(str(path.relative_to(ROOT)))
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    for forbidden in (
        "csrf_token",
        "request.user",
        "request.session",
        "messages",
        "<iframe",
        "style=",
    ):
        assert forbidden not in source
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", source)
    # Scripts are files of the portal; what stands in the page itself is data that no browser runs.
    assert not re.search(r"<script(?![^>]*(?:src=|application/ld\+json))", source)


def test_the_look_of_all_public_pages_together_is_small():
    written = b"".join(
        path.read_bytes()
        for path in sorted((settings.BASE_DIR / "static/css").rglob("*.css"))
        if path.parent.name == "components" or path.stem in ("tokens", "themes", "base", "print")
    )
    assert len(gzip.compress(written)) < 20 * 1024
    fonts = list((settings.BASE_DIR / "static/fonts").glob("*.woff2"))
    assert len(fonts) == 2
    assert sum(path.stat().st_size for path in fonts) < 60 * 1024


def test_a_picture_that_is_missing_prints_nothing():
    assert render_to_string("components/figure.html", {"image": None}).strip() == ""
    template = Template("{% load portal %}{% picture image alt='x' %}{% picture_address image %}")
    assert template.render(Context({"image": None})) == ""
