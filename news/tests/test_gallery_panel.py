"""The gallery in the story's editor: what its panel takes from Wagtail, and what a submission must have."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.panels import InlinePanel, MultipleChooserPanel
from wagtail.admin.telepath import JSContext
from wagtail.blocks import StructBlockValidationError
from wagtail.models import GroupCollectionPermission

from cms.completeness import all_problems
from cms.media.intake import store_picture
from cms.media.tests import made
from news.gallery_panel import GalleryPanel
from news.models import GalleryImage, NewsArticlePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures(portal):
    """Three pictures of the library."""
    return [
        store_picture(
            made.jpeg(60 + n), f"IMG_{n}.jpg", title=f"Ảnh số {n}", user=None, collection=portal.collection
        )
        for n in range(3)
    ]


@pytest.fixture
def story(make_story, reporter, pictures):
    story = make_story(reporter)
    story.gallery_images = [GalleryImage(image=picture, sort_order=n) for n, picture in enumerate(pictures)]
    story.save_revision(user=reporter)
    return story


def settings_in(html: str) -> dict:
    found = re.search(r'<script id="[^"]*gallery-settings" type="application/json">(.*?)</script>', html)
    return json.loads(found.group(1))


def test_the_editor_tells_the_script_what_it_needs(client, reporter, story, pictures):
    client.force_login(reporter)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    settings = settings_in(html)
    assert settings["upload"] == f"{reverse('gallery_upload')}?page={story.pk}"
    assert set(settings["known"]) == {str(picture.pk) for picture in pictures}
    assert (settings["relation"], settings["formset"], settings["maxRows"]) == (
        "gallery_images",
        "gallery_images",
        60,
    )
    for asset in (
        "js/gallery-facts.js",
        "js/gallery-upload.js",
        "js/gallery-editor.js",
        "css/gallery_editor.css",
    ):
        assert asset in html
    # Without the script it is not seen: nothing there works without it.
    assert re.search(r"<div class=\"gallery-tools\"[^>]* hidden>", html)


def test_every_text_that_the_scripts_say_is_given_to_them(client, reporter, story):
    client.force_login(reporter)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    said = set()
    for script in ("gallery-facts.js", "gallery-upload.js", "gallery-editor.js"):
        source = Path(finders.find(f"js/{script}")).read_text()
        said |= set(re.findall(r"\btexts\.(\w+)", source))
    given = set(settings_in(html)["texts"])
    assert said
    assert said <= given
    assert given - said <= {"progress", "finished", "finishedWithFaults"}  # chosen by the state


def test_who_may_add_no_pictures_is_offered_no_upload(client, reporter, story, portal):
    GroupCollectionPermission.objects.filter(permission__codename="add_image").delete()
    client.force_login(reporter)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert settings_in(html)["upload"] == ""
    assert "gallery-drop" not in html


def test_the_editors_queries_do_not_grow_with_where_pictures_are_used(
    client, reporter, make_story, story, django_assert_max_num_queries
):
    def used_in(title: str) -> None:
        other = make_story(reporter, title=title)
        rows = story.gallery_images.all()
        other.gallery_images = [GalleryImage(image=row.image, alt="Hai người") for row in rows]
        other.save()

    client.force_login(reporter)
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    used_in("Bài 0")
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for number in range(1, 4):
        used_in(f"Bài {number}")
    with django_assert_max_num_queries(len(before)):
        html = client.get(address).content.decode()
    assert "Bài 3" in str(settings_in(html)["known"])


def test_what_is_taken_from_wagtail_is_still_there():
    """Fails when Wagtail changes what gallery_panel.py and gallery-editor.js stand on."""
    source = get_template("wagtailadmin/panels/inline_panel.html").template.source
    source += get_template("wagtailadmin/panels/inline_panel_child.html").template.source
    source += get_template("wagtailadmin/panels/multiple_chooser_panel.html").template.source
    for part in (
        "-FORMS",
        "-OPEN_MODAL",
        "{% block add_button %}",
        "data-inline-panel-child ",
        "data-inline-panel-child-move-up",
        "data-inline-panel-child-move-down",
        "DELETE.id_for_label",
        "inline_child_{{ child.form.prefix }}",
    ):
        assert part in source, part
    assert MultipleChooserPanel.BoundPanel.telepath_adapter_name == "wagtail.panels.MultipleChooserPanel"
    assert InlinePanel.BoundPanel.telepath_adapter_name == "wagtail.panels.InlinePanel"


def test_the_second_panel_of_the_script_does_not_wire_the_rows_again(rf, reporter, story):
    request = rf.get("/")
    request.user = reporter
    panel = GalleryPanel("gallery_images", chooser_field_name="image").bind_to_model(NewsArticlePage)
    form_class = NewsArticlePage.get_edit_handler().get_form_class()
    bound = panel.get_bound_panel(
        instance=story, request=request, form=form_class(instance=story, for_user=reporter), prefix="p"
    )
    packed = JSContext().pack(bound)
    assert packed["_type"] == "wagtail.panels.InlinePanel"
    assert packed["_args"][1] is False


def test_the_service_names_the_pictures_number(story):
    rows = list(story.gallery_images.all())
    rows[0].alt = "Hai người bắt tay"
    rows[1].alt, rows[1].caption = "Lễ ký kết", "Lễ ký kết."
    rows[2].decorative = True
    story.gallery_images = rows
    problems = [sentence for sentence in all_problems(story) if "2:" in sentence]
    assert len(problems) == 1
    assert not [sentence for sentence in all_problems(story) if re.search(r"\b[13]:", sentence)]


def test_lead_and_body_pictures_follow_the_same_rule(story, pictures):
    story.lead_image, story.lead_image_alt = pictures[0], "IMG_0.jpg"
    assert "lead_image_alt" in dict(story.problems())
    story.lead_image_alt = "Hai người bắt tay"
    assert "lead_image_alt" not in dict(story.problems())
    story.lead_image_caption = "Hai người bắt tay."
    assert "lead_image_alt" in dict(story.problems())

    block = story.body.stream_block.child_blocks["picture"]
    value = block.to_python({"image": pictures[1].pk, "alt": "Lễ ký", "caption": "Lễ ký", "credit": ""})
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)
    assert set(refused.value.block_errors) == {"alt"}
    value["alt"] = "Hai người bắt tay"
    assert block.clean(value)["alt"] == "Hai người bắt tay"
