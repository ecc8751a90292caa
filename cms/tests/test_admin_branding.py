"""The admin carries the agency's name: notices when Wagtail renames the blocks that are replaced."""

import pytest
from django.urls import reverse

from home.models import PortalSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency(portal) -> str:
    settings = PortalSettings.for_site(portal.site)
    settings.agency_name = "Sở Nội vụ tỉnh Thanh Giang"
    settings.save()
    return settings.agency_name


def test_the_login_page_names_the_agency_and_not_the_software(client, agency):
    page = client.get(reverse("wagtailadmin_login")).content.decode()
    assert agency in page
    assert "Wagtail" not in page.split("<main", 1)[1].split("</main>", 1)[0]


def test_the_side_bar_carries_the_portals_mark(client, agency, reporter):
    client.force_login(reporter)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    brand = page.split("data-wagtail-sidebar-branding-logo", 1)[1].split("</template>", 1)[0]
    assert "portal-brand" in brand
    assert agency in brand
