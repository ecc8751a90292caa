"""A withdrawn text stays readable, its pictures do not: no reader meets a broken one."""

import pytest

from cms.workflow import service
from cms.workflow.models import TakeDown
from news.models import GalleryImage

from .test_story_page import picture

pytestmark = pytest.mark.django_db


def test_a_withdrawn_story_is_read_without_its_pictures(client, make_story, publish, reporter, chief):
    draft = make_story(
        reporter,
        lead_image=picture(),
        lead_image_alt="Toàn cảnh hội trường",
        lead_image_caption="Quang cảnh hội nghị",
        body=[
            ("paragraph", "<p>Phần chữ vẫn đọc được.</p>"),
            ("picture", {"image": picture(), "alt": "Đại biểu thảo luận", "decorative": False}),
        ],
    )
    draft.gallery_images.add(GalleryImage(image=picture(), alt="Đoàn chủ tịch", sort_order=0))
    draft.save_revision(user=reporter)
    story = publish(draft, reporter, chief)
    assert client.get(story.url).content.decode().count("<picture") >= 3
    service.take_down(story.pk, chief, TakeDown.Kind.WITHDRAWN, "Số liệu đang được rà soát lại.")
    html = client.get(story.url).content.decode()
    assert "Phần chữ vẫn đọc được." in html
    assert "<picture" not in html
    assert "/media/" not in html
    assert "Quang cảnh hội nghị" not in html
