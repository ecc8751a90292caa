"""Sentences of an office that say nothing: seeded, so that two runs give the same text."""

from random import Random

BODIES = (
    "Sở Nội vụ", "Văn phòng Sở", "Phòng Tổ chức", "Trung tâm Lưu trữ",
    "Ủy ban nhân dân tỉnh", "Phòng Cải cách hành chính",
    "Ban Thi đua", "Thanh tra Sở", "Đoàn cơ sở", "Công đoàn cơ sở", "Chi cục Văn thư", "Hội đồng nhân dân tỉnh",
)  # fmt: skip
ACTS = (
    "tổ chức", "triển khai", "sơ kết", "tổng kết", "hướng dẫn", "kiểm tra", "đánh giá", "rà soát", "công bố",
    "tiếp nhận",
    "đôn đốc", "phổ biến", "lấy ý kiến về", "trao đổi về", "báo cáo", "thẩm định",
)  # fmt: skip
THINGS = (
    "công tác cán bộ", "cải cách hành chính", "tinh giản biên chế", "văn thư, lưu trữ", "thi đua, khen thưởng",
    "đào tạo, bồi dưỡng", "vị trí việc làm", "chính quyền địa phương", "chuyển đổi số", "tiếp công dân",
    "kỷ luật, kỷ cương",
    "số hóa tài liệu", "quy chế dân chủ ở cơ sở", "công vụ, công chức", "tôn giáo", "thanh niên", "bình đẳng giới",
    "hội, quỹ", "hồ sơ công chức", "dịch vụ công trực tuyến", "đơn vị hành chính", "tiền lương", "an toàn giao thông",
)  # fmt: skip
TIMES = (
    "quý I", "quý II", "quý III", "quý IV", "sáu tháng đầu năm", "chín tháng đầu năm", "năm nay", "tháng vừa qua",
    "giai đoạn mới", "thời gian tới",
)  # fmt: skip
RESULTS = (
    "đạt nhiều kết quả tích cực", "còn một số khó khăn cần tháo gỡ", "được các đơn vị đồng tình",
    "bảo đảm đúng tiến độ",
    "góp phần nâng cao chất lượng phục vụ người dân", "cần tiếp tục được quan tâm", "vượt kế hoạch đề ra",
)  # fmt: skip
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLES = ("Văn", "Thị", "Đức", "Minh", "Thu", "Quốc", "Ngọc", "Hữu")
GIVEN = (
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hà",
    "Khánh",
    "Lan",
    "Minh",
    "Nam",
    "Oanh",
    "Phúc",
    "Quân",
    "Sơn",
    "Thảo",
)


def name(random: Random) -> str:
    """Return the name of nobody."""
    return f"{random.choice(FAMILIES)} {random.choice(MIDDLES)} {random.choice(GIVEN)}"


def sentence(random: Random) -> str:
    """Return a sentence of about twenty syllables."""
    return (
        f"{random.choice(BODIES)} {random.choice(ACTS)} {random.choice(THINGS)} và {random.choice(THINGS)} trong "
        f"{random.choice(TIMES)}, {random.choice(RESULTS)}."
    )


def paragraph(random: Random, sentences: int = 4) -> str:
    """Return a paragraph of so many sentences."""
    return " ".join(sentence(random) for _number in range(sentences))


def title(random: Random, number: int) -> str:
    """Return a headline; the number keeps them apart."""
    return f"{random.choice(BODIES)} {random.choice(ACTS)} {random.choice(THINGS)} {random.choice(TIMES)} (số {number})"
