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

# What search engines print below a page's name.
HOME_DESCRIPTION = "Tin tức, hội nghị, văn bản, thông báo và hình ảnh hoạt động của cơ quan."
NEWS_DESCRIPTION = "Tin tức, sự kiện, hội nghị và thông báo của cơ quan, mới nhất đứng trước."
ALBUMS_DESCRIPTION = "Hình ảnh các hội nghị, sự kiện và hoạt động của cơ quan."

# Linked in the footer of every page.
ACCESSIBILITY_STATEMENT = "Tuyên bố về khả năng tiếp cận"


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
        ACCESSIBILITY_STATEMENT,
        "Cổng được xây dựng để mọi người đều đọc được, kể cả người khiếm thị, người cao tuổi, người dùng điện thoại "
        "phổ thông.",
        (
            ("heading", "Mức độ đáp ứng"),
            (
                "paragraph",
                "<p>Cổng lấy mức AA của Hướng dẫn về khả năng tiếp cận nội dung web WCAG 2.2 làm đích và hiện "
                "<b>đáp ứng một phần</b>: giao diện được kiểm tra tự động và bằng bàn phím mỗi lần thay đổi, "
                "nhưng chưa được một đơn vị độc lập hay người khuyết tật đánh giá, và nội dung do nhiều người "
                "biên tập nên có thể còn chỗ chưa đạt.</p>",
            ),
            ("heading", "Những gì cổng đã làm"),
            (
                "paragraph",
                "<ul>"
                "<li>Dùng được chỉ bằng bàn phím; phím Esc đóng trình đơn; đầu mỗi trang có liên kết chuyển thẳng "
                "đến nội dung.</li>"
                "<li>Chữ phóng to được đến 200%, bằng nút Cỡ chữ ở đầu trang hoặc bằng trình duyệt, không phải "
                "kéo ngang.</li>"
                "<li>Có chế độ tương phản cao và nền tối; cổng cũng theo cài đặt sẵn có của máy. Lựa chọn "
                "chỉ lưu trên máy của người đọc.</li>"
                "<li>Ảnh mang thông tin có mô tả bằng lời; không có chữ chạy, chữ nhấp nháy, nội dung tự chuyển "
                "động hay tự phát.</li>"
                "<li>Đọc được khi trình duyệt tắt JavaScript; khi đó các nút Cỡ chữ, Tương phản và Nền tối "
                "không hiện.</li>"
                "</ul>",
            ),
            ("heading", "Những hạn chế đã biết"),
            (
                "paragraph",
                "<ul>"
                "<li>Một số tệp đính kèm, nhất là văn bản quét từ bản giấy, phần mềm đọc màn hình không đọc "
                "được.</li>"
                "<li>Video nằm ở trang khác có thể thiếu phụ đề hoặc lời thuyết minh.</li>"
                "<li>Tin bài chuyển từ trang cũ có thể thiếu đề mục hoặc mô tả ảnh.</li>"
                "<li>Cổng chưa có bản dễ đọc, bản tiếng dân tộc thiểu số và bản ngôn ngữ ký hiệu.</li>"
                "</ul>",
            ),
            ("heading", "Khi gặp khó khăn"),
            (
                "paragraph",
                "<p>Xin báo cho cơ quan theo địa chỉ, điện thoại hoặc thư điện tử ở cuối mỗi trang: trang nào, "
                "khó ở chỗ nào, đang dùng máy và phần mềm gì. Cơ quan sẽ cung cấp nội dung bằng hình thức phù "
                "hợp và sửa trang.</p>",
            ),
            ("heading", "Bản tuyên bố này"),
            (
                "paragraph",
                "<p>Bản tuyên bố dựa trên việc cơ quan tự đánh giá và được xem lại ít nhất mỗi năm một lần. Ngày "
                "cập nhật ghi ở đầu trang.</p>",
            ),
        ),
    ),
)
