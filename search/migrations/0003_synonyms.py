"""The abbreviations that a new portal begins with."""

from django.db import migrations

# As they were then: what later versions add has migrations of its own, and this one never changes.
FIRST = (
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("CCHC", "cải cách hành chính"),
    ("TTHC", "thủ tục hành chính"),
    ("CBCCVC", "cán bộ, công chức, viên chức"),
    ("CCVC", "công chức, viên chức"),
    ("BCH", "Ban Chấp hành"),
    ("BTV", "Ban Thường vụ"),
    ("BCĐ", "Ban Chỉ đạo"),
    ("ĐVSN", "đơn vị sự nghiệp"),
    ("ĐVHC", "đơn vị hành chính"),
    ("QĐ", "quyết định"),
    ("NĐ", "nghị định"),
    ("NQ", "nghị quyết"),
    ("QPPL", "quy phạm pháp luật"),
    ("CĐS", "chuyển đổi số"),
    ("CNTT", "công nghệ thông tin"),
    ("DVC", "dịch vụ công"),
    ("DVCTT", "dịch vụ công trực tuyến"),
    ("VTVL", "vị trí việc làm"),
    ("QLNN", "quản lý nhà nước"),
    ("TĐKT", "thi đua khen thưởng"),
    ("PCTN", "phòng chống tham nhũng"),
    ("THCS", "trung học cơ sở"),
    ("THPT", "trung học phổ thông"),
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("ATGT", "an toàn giao thông"),
    ("PCCC", "phòng cháy chữa cháy"),
    ("KTXH", "kinh tế xã hội"),
    ("NTM", "nông thôn mới"),
    ("LLVT", "lực lượng vũ trang"),
)


def add(apps, schema_editor):
    synonyms = apps.get_model("search", "SearchSynonym").objects.using(schema_editor.connection.alias)
    for term, expansion in FIRST:
        synonyms.get_or_create(term=term, defaults={"expansion": expansion})


class Migration(migrations.Migration):
    dependencies = [("search", "0002_tokens")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
