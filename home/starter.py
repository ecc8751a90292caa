"""The texts that a new portal starts with. Offices replace them; ``setup_portal`` never does."""

from dataclasses import dataclass, field

CATEGORIES = (
    "Tin hoạt động",
    "Cải cách hành chính",
    "Tổ chức – Cán bộ",
    "Công chức – Viên chức",
    "Thi đua – Khen thưởng",
    "Chính quyền địa phương",
    "Văn thư – Lưu trữ",
    "Đảng – Đoàn thể",
    "Thông báo",
)


@dataclass(frozen=True)
class StarterPage:
    """A standard page as it is first set up."""

    title: str
    introduction: str
    paragraphs: tuple[tuple[str, str], ...] = ()
    in_menu: bool = False
    body: list = field(init=False)

    def __post_init__(self) -> None:
        blocks = [
            ("heading", {"text": text, "level": "h2"}) if kind == "heading" else (kind, text)
            for kind, text in self.paragraphs
        ]
        object.__setattr__(self, "body", blocks)


STANDARD_PAGES = (
    StarterPage(
        "Giới thiệu",
        "Chức năng, nhiệm vụ, cơ cấu tổ chức và lãnh đạo của cơ quan.",
        (
            ("heading", "Chức năng, nhiệm vụ"),
            ("paragraph", "<p>Nội dung đang được biên soạn và sẽ được công bố theo quy định.</p>"),
            ("heading", "Cơ cấu tổ chức"),
            ("paragraph", "<p>Nội dung đang được biên soạn và sẽ được công bố theo quy định.</p>"),
        ),
        in_menu=True,
    ),
    StarterPage(
        "Liên hệ",
        "Địa chỉ, điện thoại và thư điện tử của cơ quan được in ở cuối mỗi trang.",
        (("paragraph", "<p>Cơ quan tiếp nhận ý kiến trong giờ hành chính, từ thứ Hai đến thứ Sáu.</p>"),),
        in_menu=True,
    ),
    StarterPage(
        "Khả năng tiếp cận",
        "Cổng được xây dựng để mọi người đều đọc được, kể cả người khiếm thị, người cao tuổi.",
        (
            (
                "paragraph",
                "<p>Cổng hướng tới mức AA của bộ tiêu chí WCAG 2.2: dùng được bằng bàn phím, bằng phần mềm đọc "
                "màn hình, trên màn hình nhỏ và khi phóng to chữ; không có chữ chạy, không có nội dung tự chuyển "
                "động.</p>",
            ),
            (
                "paragraph",
                "<p>Nếu gặp khó khăn khi đọc một trang, xin báo cho cơ quan theo địa chỉ ở cuối trang để được "
                "cung cấp nội dung bằng hình thức phù hợp.</p>",
            ),
        ),
    ),
)
