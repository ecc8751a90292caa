"""``import_story``: the real page becomes a reporter's draft, and bad files leave nothing behind."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Comment

from news.models import ConferenceReportPage, NewsArticlePage, StoryPage

pytestmark = [pytest.mark.django_db, pytest.mark.once]

REAL_PAGE = Path(__file__).parent / "data" / "bai-tham-luan-so-noi-vu.txt"


@pytest.fixture
def imported(reporter, capsys) -> ConferenceReportPage:
    call_command("import_story", REAL_PAGE, owner=reporter.username)
    return ConferenceReportPage.objects.get()


def test_the_real_page_becomes_a_draft_of_its_reporter(imported, reporter):
    assert (imported.live, imported.owner, imported.has_unpublished_changes) == (False, reporter, True)
    assert imported.title.startswith("Phát huy vai trò của các tổ chức chính trị - xã hội")
    assert imported.slug == ("phat-huy-vai-tro-cua-cac-to-chuc-chinh-tri-xa-hoi-trong-cong-tac-xay-dung-dang")
    assert imported.lead.startswith("Tại Hội nghị sơ kết")
    assert imported.event_name.startswith("Hội nghị sơ kết giữa nhiệm kỳ")
    assert str(imported.start_date) == "2023-05-26"
    assert imported.event_type == "hoi_nghi"
    assert imported.view_count.total == 24


def test_its_speech_list_byline_and_caption_are_there(imported):
    speech = imported.speeches.get()
    assert (speech.speaker, speech.position, speech.honorific) == (
        "Hoàng Lê Duy",
        "Bí thư Chi đoàn Sở Nội vụ",
        "dong_chi",
    )
    assert speech.topic.startswith("Phát huy vai trò")
    assert speech.is_excerpt
    assert speech.text.startswith("<p>Trong nửa nhiệm kỳ vừa qua")
    lists = [block for block in imported.body if block.block_type == "ordinal_list"]
    assert [len(block.value["items"]) for block in lists] == [4]
    assert [(label, people) for label, people in imported.byline] == [
        ("Tin, bài, ảnh", "Bùi Văn Tuấn, Chánh Văn phòng Sở Nội vụ")
    ]
    assert imported.lead_image is None
    assert imported.lead_image_caption.startswith("Đồng chí Hoàng Lê Duy")


def test_the_draft_itself_says_that_the_photograph_is_missing(imported):
    comments = Comment.objects.filter(page=imported, contentpath="lead_image")
    assert comments.count() == 1
    assert "Đồng chí Hoàng Lê Duy" in comments.get().text


def test_nothing_of_the_old_sites_layout_is_left(imported):
    stored = str(imported.latest_revision.content)
    assert "\xa0" not in stored
    assert "web basic" not in stored
    assert "./." not in stored


def test_the_command_says_what_it_found_and_what_remains(reporter, capsys):
    call_command("import_story", REAL_PAGE, owner=reporter.username)
    printed = capsys.readouterr().out
    for words in ("24", "web basic 2x", "26/5/2023", "Bùi Văn Tuấn"):
        assert words in printed


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"\x00\x01\x02", "😀".encode() * 300],
    ids=["empty", "blank", "picture", "binary", "no title"],
)
def test_a_bad_file_is_refused_and_nothing_is_stored(reporter, tmp_path, content):
    path = tmp_path / "bai.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        call_command("import_story", path, owner=reporter.username)
    assert str(refusal.value)
    assert not StoryPage.objects.exists()


def test_unknown_people_and_files_are_refused(reporter, administrator, tmp_path):
    for path, owner in (
        (REAL_PAGE, "khongco"),
        (tmp_path / "khong-co.txt", reporter.username),
        (REAL_PAGE, administrator.username + "x"),
    ):
        with pytest.raises(CommandError):
            call_command("import_story", path, owner=owner)
    assert not StoryPage.objects.exists()


def test_a_plain_article_is_no_conference(reporter, tmp_path):
    path = tmp_path / "tin.txt"
    path.write_text(
        "Sở Nội vụ phát động phong trào thi đua\n\nLời dẫn: Phong trào bắt đầu từ tuần này.\n\n"
        "Các phòng, đơn vị đăng ký nội dung thi đua.\n\nTin: Lê Thị Mai\n"
    )
    call_command("import_story", path, owner=reporter.username)
    article = NewsArticlePage.objects.get()
    assert article.byline == [("Tin", "Lê Thị Mai")]


def test_imported_markup_is_inert(reporter, tmp_path):
    path = tmp_path / "xau.txt"
    path.write_text(
        "Tiêu đề <script>alert(1)</script>\n\nLời dẫn: <img src=x onerror=alert(1)>\n\n"
        "Đoạn <b onclick=alert(1)>một</b>.\n\nHai là đoạn khác <script>alert(2)</script>.\n"
    )
    call_command("import_story", path, owner=reporter.username)
    body = StoryPage.objects.get().specific.latest_revision.content["body"]
    assert "<script" not in body
    assert "<b onclick" not in body
