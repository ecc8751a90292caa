"""The fingerprint: the same for what a reader sees, whatever row or revision it stands in."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cms.workflow.content import BOOKKEEPING, ROW_BOOKKEEPING, content_of, fingerprint

DATA = {
    "pk": 5,
    "title": "Hội nghị sơ kết",
    "live": False,
    "lead": "Sáng nay …",
    "basepage_ptr": 5,
    "gallery_images": [{"pk": 1, "story": 5, "caption": "Toàn cảnh", "sort_order": 0}],
    "tags": ["a"],
}


def test_bookkeeping_does_not_count():
    for key in BOOKKEEPING:
        assert fingerprint({**DATA, key: "another"}) == fingerprint(DATA)
    for key in ROW_BOOKKEEPING:
        row = {**DATA["gallery_images"][0], key: 99}
        assert fingerprint({**DATA, "gallery_images": [row]}) == fingerprint(DATA)
    assert fingerprint({**DATA, "storypage_ptr": 6}) == fingerprint(DATA)


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Hội nghị tổng kết"},
        {"title": "Hội nghị sơ kết "},
        {"lead": ""},
        {"lead": None},
        {"gallery_images": []},
        {"gallery_images": [{"pk": 1, "story": 5, "caption": "Khác", "sort_order": 0}]},
        {"gallery_images": [*DATA["gallery_images"], *DATA["gallery_images"]]},
        {"tags": ["b"]},
        {"slug": "dia-chi-moi"},
        {"a_field_of_the_next_release": True},
    ],
)
def test_everything_else_does(change):
    assert fingerprint({**DATA, **change}) != fingerprint(DATA)


def test_the_order_of_rows_counts_and_that_of_keys_does_not():
    rows = [{"caption": "một"}, {"caption": "hai"}]
    assert fingerprint({**DATA, "rows": rows}) != fingerprint({**DATA, "rows": rows[::-1]})
    assert fingerprint(dict(reversed(DATA.items()))) == fingerprint(DATA)


scalars = st.none() | st.booleans() | st.integers(0, 9) | st.text('aă đ"\\[]{},:', max_size=6)
json_values = scalars | st.lists(scalars, max_size=3) | st.lists(st.lists(scalars, max_size=2), max_size=2)
contents = st.dictionaries(st.sampled_from(["title", "lead", "body", "slug", "live", "pk"]), json_values)


@given(contents, contents)
def test_equal_fingerprints_mean_equal_content(first, second):
    same = content_of(first) == content_of(second) and repr(content_of(first)) == repr(content_of(second))
    if same:
        assert fingerprint(first) == fingerprint(second)
    elif content_of(first) != content_of(second):
        assert fingerprint(first) != fingerprint(second)
    assert len(fingerprint(first)) == 64


@pytest.mark.django_db
def test_every_field_that_a_reader_sees_counts(make_story, reporter):
    story = make_story(reporter, conference=True)
    counted = set(content_of(story.serializable_data()))
    assert {
        "title",
        "slug",
        "short_title",
        "lead",
        "body",
        "category",
        "genre",
        "lead_image",
        "lead_image_caption",
        "lead_image_alt",
        "lead_image_credit",
        "source_name",
        "source_url",
        "go_live_at",
        "expire_at",
        "show_in_menus",
        "seo_title",
        "search_description",
        "gallery_images",
        "contributions",
        "attachments",
        "related",
        "corrections",
        "tagged_items",
        "event_name",
        "event_type",
        "start_date",
        "end_date",
        "location",
        "organiser",
        "chair",
        "attendance",
        "speeches",
    } <= counted


@pytest.mark.django_db
def test_a_page_says_the_same_before_and_after_the_database(make_story, reporter, published):
    draft = make_story(reporter, conference=True, go_live_at=timezone.now() + timezone.timedelta(days=1))
    draft.contributions.create(name="Nguyễn Văn An", wrote_news=True)
    draft.corrections.create(text="Sửa số liệu.")
    draft.tags.add("đảng bộ")
    revision = draft.save_revision(user=reporter)
    again = type(revision).objects.get(pk=revision.pk)
    assert (
        fingerprint(again.content) == fingerprint(revision.content) == fingerprint(draft.serializable_data())
    )
    assert fingerprint(again.as_object().serializable_data()) == fingerprint(again.content)

    public = published(
        body=[
            ("heading", {"text": "Kết quả", "level": "h2"}),
            ("paragraph", "<p>Nội dung có “ngoặc kép” và dấu: ậ ễ ộ.</p>"),
            (
                "quotation",
                {"text": "<p>Lời phát biểu.</p>", "speaker": "Trần Văn Bảo", "position": "Giám đốc"},
            ),
        ]
    )
    page = type(public).objects.get(pk=public.pk)
    assert fingerprint(page.serializable_data()) == fingerprint(page.live_revision.content)
