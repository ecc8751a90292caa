"""A report as it leaves the printer: no page half empty before a long box, none for the footer alone."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from home.models import PortalSettings
from news.models import ConferenceReportPage, Speech

pytestmark = pytest.mark.django_db(transaction=True)

ATTENDANCE = ", ".join(f"đại diện đơn vị số {number}" for number in range(1, 13))
AGENCY = "Sở Nội vụ tỉnh Thanh Giang"


@pytest.fixture
def report(live_server, served_portal, make_story, publish, reporter, chief) -> str:
    """A report with more facts than half a sheet holds; returns its address."""
    settings = PortalSettings.for_site(served_portal.site)
    settings.agency_name, settings.licence = AGENCY, "Số 12/GP-TTĐT"
    settings.responsible_person = "Trần Quốc Hưng, Chánh Văn phòng"
    settings.address = "Số 1 đường Trần Hưng Đạo, phường Thanh Sơn, tỉnh Thanh Giang"
    settings.save()
    story = make_story(
        reporter,
        conference=True,
        lead=" ".join(["Sở Nội vụ tổ chức hội nghị."] * 40),
        event_name="Hội nghị sơ kết",
        start_date=date(2026, 5, 26),
        location="Hội trường A",
        attendance=ATTENDANCE,
        body=[("paragraph", "<p>Câu cuối cùng.</p>")],
    )
    for number in range(14):
        story.speeches.add(
            Speech(speaker=f"Nguyễn Văn {number}", position="Giám đốc Trung tâm", text="", sort_order=number)
        )
    story.save_revision(user=reporter, log_action=True)
    story = publish(ConferenceReportPage.objects.get(pk=story.pk), reporter, chief)
    return live_server.url + story.get_url_parts()[2]


def sheets(page) -> list[str]:
    """Print the page and return the words of each sheet."""
    pdf = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]


def test_a_long_box_begins_below_the_lead_and_its_rows_stay_whole(report, new_page):
    page = new_page()
    page.goto(report)
    printed = sheets(page)
    assert "Hội trường A" in printed[0]
    assert "Nguyễn Văn 13" not in printed[0]
    assert [ATTENDANCE in sheet for sheet in printed].count(True) == 1


def test_the_footer_is_whole_and_never_alone_on_the_second_sheet(report, new_page):
    page = new_page()
    page.goto(report)
    page.evaluate("document.querySelectorAll('.event, .speech').forEach(element => element.remove())")
    long = set()
    for _line in range(24):
        page.evaluate("""() => {
          const line = document.createElement('p');
          line.textContent = 'Một dòng.';
          document.querySelector('.story__body').append(line);
        }""")
        printed = sheets(page)
        long.add(len(printed))
        (foot,) = [sheet for sheet in printed if "Số 12/GP-TTĐT" in sheet]
        assert foot == printed[-1]
        assert "Trần Quốc Hưng" in foot
        assert not foot.startswith(AGENCY) or len(printed) == 1
    assert long == {1, 2}, "a sheet was filled line by line"
