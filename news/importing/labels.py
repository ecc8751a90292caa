"""Lines of a page that are known by how they begin, and what the old site printed around the story."""

import re
from datetime import date

from cms.vietnamese import parse_date

MAX_VIEWS = 2_147_483_647  # what a PostgreSQL integer holds

_VIEWS = re.compile(
    r"(?:số )?lượt (?:xem|đọc|truy cập)\s*:?\s*(?P<number>[\d.,  ]{0,20})\s*(?:lượt)?$", re.IGNORECASE
)
_VIEWS_TURNED = re.compile(r"(?P<number>\d[\d.,]{0,15}) lượt (?:xem|đọc)$", re.IGNORECASE)
_TITLE = re.compile(r"(?:tiêu đề|tên bài)\s?:\s*", re.IGNORECASE)
_LEAD = re.compile(r"(?:lời dẫn|sapo|sa pô|tóm tắt|trích yếu)\s?:\s*", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:chú thích(?: ảnh)?|(?:hình )?ảnh(?: (?:số )?\d{1,2})?|hình \d{1,2})\s?[:.]\s*", re.IGNORECASE
)
_CAPTION_BARE = re.compile(
    r"(?:quang|toàn) cảnh |"
    r"(?:các )?đồng chí .{5,150}? (?:phát biểu|trao|tặng|chủ trì|kết luận|khai mạc|tham luận) ",
    re.IGNORECASE,
)
_CALENDAR_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_DATE_WORD = re.compile(
    r"thứ|hai|ba|tư|năm|sáu|bảy|bẩy|chủ|nhật|ngày|đăng|tải|cập|lúc|giờ|phút|gmt|h|am|pm|sa|ch|xuất|"
    r"bản|tin|bài|viết|thời|gian|tháng",
    re.IGNORECASE,
)
_LEFTOVER = re.compile(r"web basic \d+x|[\s*_=~.|»«›‹<>\[\]#–—-]+", re.IGNORECASE)
_LEFTOVERS = frozenset(
    (
        "trang chủ", "in trang", "in bài viết", "in bài", "in tin", "in", "gửi email", "gửi mail",
        "gửi cho bạn bè", "chia sẻ", "chia sẻ facebook", "facebook", "zalo", "twitter", "share", "tweet",
        "like", "email", "print", "về đầu trang", "lên đầu trang", "đầu trang", "quay lại", "trở về",
        "trở lại", "bình luận", "gửi bình luận", "ý kiến bạn đọc", "cỡ chữ", "a- a a+", "a a+", "a- a+",
        "a+ a-", "a-", "a+", "tương phản", "nghe bài viết", "đọc bài viết", "nghe nội dung", "mặc định",
        "xem thêm", "xem tiếp", "đánh giá bài viết", "lưu bài viết",
        "click vào ảnh để xem kích thước lớn",
        # the heading of every administrative document, which Word files of offices carry
        "cộng hòa xã hội chủ nghĩa việt nam", "cộng hoà xã hội chủ nghĩa việt nam",
        "độc lập - tự do - hạnh phúc", "độc lập – tự do – hạnh phúc",
    )
)  # fmt: skip
_OTHER_STORIES = frozenset(
    (
        "tin liên quan", "tin bài liên quan", "bài liên quan", "tin khác", "các tin khác", "tin tức khác",
        "các bài khác", "tin cùng chuyên mục", "tin mới hơn", "tin cũ hơn", "các tin đã đưa", "tin đã đưa",
        "bài viết liên quan", "bài viết khác", "tin mới nhất", "tin đọc nhiều",
    )
)  # fmt: skip


def read_views(line: str) -> tuple[bool, int | None]:
    """Whether line is a view count ("Lượt xem: 1.234"), and the count (None when it is no usable number)."""
    if len(line) > 60:
        return False, None
    match = _VIEWS.match(line) or _VIEWS_TURNED.match(line)
    if match is None:
        return re.match(r"lượt (?:xem|đọc)\s*:", line, re.IGNORECASE) is not None, None
    digits = re.sub(r"\D", "", match["number"])
    views = int(digits) if digits.isascii() and digits.isdigit() else None
    return True, views if views is not None and views <= MAX_VIEWS else None


def strip_title_label(line: str) -> str | None:
    """The words after "Tiêu đề:", or None without that label."""
    return _after(_TITLE, line)


def strip_lead_label(line: str) -> str | None:
    """The words after "Lời dẫn:" (or "Sapo:", "Tóm tắt:"), perhaps none; None without such a label."""
    return _after(_LEAD, line)


def strip_caption_label(line: str) -> str | None:
    """The words after "Ảnh:", "Ảnh 2:", "Hình 1.", "Chú thích ảnh:"; None without such a label."""
    return _after(_CAPTION, line) or None


def is_bare_caption(line: str) -> bool:
    """Whether a line without a label reads as a caption: short, no full stop, "Quang cảnh Hội nghị"."""
    return len(line) <= 200 and line[-1:] not in ".:;!?…”" and _CAPTION_BARE.match(line) is not None


def read_published(line: str) -> date | None:
    """The date of a line that says nothing but when the page was published; None for every other line."""
    if len(line) > 70:
        return None
    match = _CALENDAR_DATE.search(line)
    if match is None:
        return None
    rest = line[: match.start()] + " " + line[match.end() :]
    if any(not _DATE_WORD.fullmatch(word) for word in re.findall(r"[^\W\d_]+", rest)):
        return None
    return parse_date("/".join(match.groups()))


def is_leftover(line: str) -> bool:
    """Whether a line is machinery of the old site ("web basic 2x", "In trang") and no part of the story."""
    if len(line) > 60:
        return False
    return line.lower().strip(" :|»«›‹<>[]*") in _LEFTOVERS or _LEFTOVER.fullmatch(line) is not None


def opens_other_stories(line: str) -> bool:
    """Whether a line is the heading of a list of other stories ("Tin liên quan")."""
    return len(line) <= 60 and line.lower().strip(" :.") in _OTHER_STORIES


def _after(label: re.Pattern, line: str) -> str | None:
    match = label.match(line)
    return line[match.end() :].strip() if match else None
