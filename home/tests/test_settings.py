"""The portal's settings, as the administrator saves them."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.media.renditions import SETTING_SPECS
from cms.media.tests.made import jpeg
from home.models import PortalSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def save(client, administrator, portal):
    """Post the form of the settings with that logo: ``save(logo)``."""
    client.force_login(administrator)
    address = reverse("wagtailsettings:edit", args=["home", "portalsettings", portal.site.pk])

    def post(logo):
        form = {"agency_name": "Sở Nội vụ", "logo": logo.pk, "links": streamfield([])}
        return client.post(address, nested_form_data(form))

    return post


@pytest.fixture
def logo(db):
    return get_image_model().objects.create(
        title="Biểu trưng", file=ContentFile(jpeg(60, 60), name="logo.jpg")
    )


def test_a_logo_is_ready_before_it_is_shown(save, logo, portal):
    assert save(logo).status_code == 302
    assert PortalSettings.for_site(portal.site).logo == logo
    assert [one.filter_spec for one in logo.renditions.all()] == list(SETTING_SPECS)


@pytest.mark.parametrize("damage", [lambda data: None, lambda data: data[:200]], ids=["lost", "damaged"])
def test_a_logo_that_cannot_be_shown_is_refused_beside_its_field(save, logo, portal, damage):
    logo.get_rendition("max-165x165")  # the chooser has shown it
    storage, name = logo.file.storage, logo.file.name
    with storage.open(name) as file:
        data = damage(file.read())
    storage.delete(name)
    if data:
        storage.save(name, ContentFile(data))
    answer = save(logo)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["logo"]
    stored = PortalSettings.for_site(portal.site)
    assert (stored.logo, stored.agency_name) == (None, "")
    assert not logo.renditions.filter(filter_spec__in=SETTING_SPECS).exists()
    with pytest.raises(ValidationError) as refused:
        PortalSettings(site=portal.site, logo=logo).clean()
    assert list(refused.value.message_dict) == ["logo"]
