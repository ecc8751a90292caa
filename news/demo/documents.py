"""The documents of the demo stories, set on demand: no PDF is kept in the repository."""

from .typesetting import Line, pdf


def _heading(unit: str, title: str, about: str) -> list[Line]:
    """Return the head of an administrative document (layout after Decree 30/2020/NĐ-CP, appendix I)."""
    return [
        Line("UBND TỈNH THANH GIANG", 10, False, "west"),
        Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 10, True, "east"),
        Line(unit, 10, True, "west"),
        Line("Độc lập – Tự do – Hạnh phúc", 10, True, "east"),
        Line("", 14),
        Line(title, 15, True, "centre"),
        Line(about, 12, True, "centre"),
        Line("", 10),
    ]


_DOTS = "." * 80

_CONTENT: dict[str, tuple[str, list[list[Line]]]] = {
    "ke-hoach-cai-cach-hanh-chinh": (
        "Kế hoạch cải cách hành chính của Sở Nội vụ",
        [
            [
                *_heading("SỞ NỘI VỤ", "KẾ HOẠCH", "Cải cách hành chính của Sở Nội vụ"),
                Line("I. MỤC ĐÍCH, YÊU CẦU", 12, True),
                Line(
                    "1. Nâng cao chất lượng phục vụ người dân, tổ chức; lấy sự hài lòng làm "
                    "thước đo kết quả công việc."
                ),
                Line(
                    "2. Xác định rõ việc, rõ người chịu trách nhiệm, rõ thời hạn và rõ sản "
                    "phẩm của từng nhiệm vụ."
                ),
                Line("3. Gắn cải cách hành chính với chuyển đổi số và với công tác thi đua, khen thưởng."),
                Line("", 6),
                Line("II. CHỈ TIÊU CHỦ YẾU", 12, True),
                Line("– 100% thủ tục hành chính đủ điều kiện được cung cấp trực tuyến toàn trình."),
                Line("– Từ 98% hồ sơ trở lên được giải quyết đúng hạn hoặc trước hạn."),
                Line("– 100% kết quả giải quyết được số hóa ngay khi trả."),
                Line("– Mức độ hài lòng của người dân đạt từ 92% trở lên."),
            ],
            [
                Line("III. NHIỆM VỤ TRỌNG TÂM", 12, True),
                Line(
                    "1. Rà soát, đề xuất cắt giảm thành phần hồ sơ đã có trong các cơ sở dữ liệu dùng chung."
                ),
                Line("2. Kiểm tra kỷ luật, kỷ cương hành chính, không báo trước, ít nhất mỗi quý một lần."),
                Line(
                    "3. Bồi dưỡng công chức Trung tâm Phục vụ hành chính công cấp xã theo "
                    "hình thức cầm tay chỉ việc."
                ),
                Line(
                    "4. Công khai kết quả đánh giá của từng phòng, đơn vị trên Trang thông "
                    "tin điện tử của Sở."
                ),
                Line("", 6),
                Line("IV. TỔ CHỨC THỰC HIỆN", 12, True),
                Line(
                    "Phòng Cải cách hành chính theo dõi, đôn đốc; các phòng, đơn vị báo cáo "
                    "trước ngày 15 tháng cuối quý."
                ),
                Line("", 14),
                Line("GIÁM ĐỐC", 12, True, "east"),
            ],
        ],
    ),
    "phieu-dang-ky-du-tuyen": (
        "Phiếu đăng ký dự tuyển viên chức",
        [
            [
                *_heading("SỞ NỘI VỤ", "PHIẾU ĐĂNG KÝ DỰ TUYỂN", "(Dùng cho kỳ tuyển dụng viên chức)"),
                Line("I. THÔNG TIN CÁ NHÂN", 12, True),
                Line(f"1. Họ và tên: {_DOTS[:70]}"),
                Line(f"2. Ngày, tháng, năm sinh: {_DOTS[:30]} Nam / Nữ: {_DOTS[:18]}"),
                Line(f"3. Số định danh cá nhân: {_DOTS[:60]}"),
                Line(f"4. Điện thoại: {_DOTS[:32]} Thư điện tử: {_DOTS[:32]}"),
                Line(f"5. Nơi ở hiện nay: {_DOTS[:66]}"),
                Line("", 6),
                Line("II. TRÌNH ĐỘ ĐÀO TẠO", 12, True),
                Line(f"Chuyên ngành: {_DOTS[:40]} Năm tốt nghiệp: {_DOTS[:20]}"),
                Line(f"Cơ sở đào tạo: {_DOTS[:70]}"),
                Line("", 6),
                Line("III. VỊ TRÍ ĐĂNG KÝ DỰ TUYỂN", 12, True),
                Line(f"Vị trí việc làm: {_DOTS[:70]}"),
                Line(f"Đơn vị: {_DOTS[:76]}"),
                Line(
                    "Tôi cam đoan những lời khai trên là đúng sự thật và chịu trách nhiệm về "
                    "nội dung đã khai."
                ),
                Line("", 14),
                Line("NGƯỜI ĐĂNG KÝ", 11, True, "east"),
                Line("(Ký, ghi rõ họ tên)", 10, False, "east"),
            ],
        ],
    ),
    "de-cuong-bao-cao-hai-cap": (
        "Đề cương báo cáo vận hành chính quyền địa phương hai cấp",
        [
            [
                *_heading("SỞ NỘI VỤ", "ĐỀ CƯƠNG BÁO CÁO", "Kết quả vận hành chính quyền địa phương hai cấp"),
                Line("1. Đặc điểm tình hình của xã, phường sau sắp xếp; số thôn, bản, tổ dân phố; dân số."),
                Line("2. Tổ chức bộ máy, biên chế được giao và có mặt; vị trí còn thiếu người, lý do."),
                Line(
                    "3. Số hồ sơ tiếp nhận, giải quyết; tỷ lệ đúng hạn; tỷ lệ nộp trực "
                    "tuyến; hồ sơ trễ hạn và nguyên nhân."
                ),
                Line("4. Cơ sở vật chất, đường truyền, thiết bị; những xã có điểm tiếp nhận lưu động."),
                Line(
                    "5. Nhiệm vụ được phân cấp, phân quyền: việc làm được, việc còn vướng, "
                    "căn cứ pháp lý liên quan."
                ),
                Line("6. Kiến nghị, đề xuất: ghi rõ cơ quan có thẩm quyền giải quyết và thời hạn đề nghị."),
                Line("", 10),
                Line(
                    "Báo cáo gửi về Sở Nội vụ (phòng Xây dựng chính quyền) qua hệ thống quản "
                    "lý văn bản và điều hành."
                ),
            ],
        ],
    ),
}

DOCUMENTS: tuple[str, ...] = tuple(_CONTENT)


def make(key: str) -> tuple[str, bytes]:
    """Set one document.

    Takes a key of `DOCUMENTS`; returns the file's name and the bytes of a PDF. Raises KeyError for an
    unknown key.
    """
    title, pages = _CONTENT[key]
    return f"{key}.pdf", pdf(title, pages)
