"""The demo stories keep the contract of the story pages, and their pictures and documents can be made."""

import datetime
import json
import re
import unicodedata
import zlib
from collections import Counter
from io import BytesIO

import pytest
from PIL import Image, ImageOps

from news.demo import documents, loader, pictures

STORIES = loader.load_stories()
IDS = [story["key"] for story in STORIES]
by_key = {story["key"]: story for story in STORIES}
every_story = pytest.mark.parametrize("story", STORIES, ids=IDS)

BLOCK_TYPES = {
    "heading", "paragraph", "quotation", "speech", "ordinal_list", "picture", "picture_row", "table",
    "key_figure", "document", "video",
}  # fmt: skip
WITHOUT_PICTURES = {"tam-dung-he-thong-de-bao-tri", "ket-qua-xet-thang-hang-vien-chuc"}
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
DATED_WEEKDAY = re.compile(r"(thứ \w+|chủ nhật),? (?:ngày )?(\d{1,2})/(\d{1,2})/(\d{4})", re.IGNORECASE)


def plain(story) -> list[str]:
    """Return every text of a story without its tags (an attribute's quotes are not typography)."""
    return [re.sub(r"<[^>]*>", " ", text) for text in loader.texts(story)]


def words(story) -> int:
    """Count the words that a reader sees in the lead, the body and the speeches."""
    parts = [story["lead"], *plain([block["value"] for block in story["body"]])]
    return sum(len(part.split()) for part in [*parts, *plain([s["text"] for s in story.get("speeches", [])])])


def used_pictures(value) -> list[dict]:
    """Return every picture reference inside a story."""
    if isinstance(value, dict):
        here = [value] if "picture" in value else []
        return here + [found for part in value.values() for found in used_pictures(part)]
    return [found for part in value for found in used_pictures(part)] if isinstance(value, list) else []


def test_there_are_fourteen_articles_and_twelve_conference_reports():
    assert Counter(story["kind"] for story in STORIES) == {"article": 14, "conference": 12}


def test_each_special_state_occurs_once_and_the_rest_are_live():
    counted = Counter(story["state"] for story in STORIES)
    assert counted.pop("live") == 19
    assert counted == dict.fromkeys((s for s in loader.STATES if s != "live"), 1)


def test_one_story_belongs_to_the_chief_of_office_who_is_its_author():
    (story,) = [story for story in STORIES if story["owner"] == "chanhvanphong"]
    assert "Chánh Văn phòng" in story["contributions"][0]["position"]


def test_every_category_genre_and_event_type_is_used():
    assert {story["category"] for story in STORIES} == set(loader.CATEGORIES)
    assert {story["genre"] for story in STORIES} == set(loader.GENRES)
    assert {s["event_type"] for s in STORIES if s["kind"] == "conference"} == set(loader.EVENT_TYPES)


def test_every_block_type_is_used():
    assert {block["type"] for story in STORIES for block in story["body"]} == BLOCK_TYPES


def test_galleries_hold_three_twelve_and_thirty_different_pictures():
    galleries = [[row["picture"] for row in story["gallery"]] for story in STORIES if story["gallery"]]
    assert sorted(map(len, galleries)) == [3, 12, 30]
    assert all(len(set(gallery)) == len(gallery) for gallery in galleries)


def test_publication_is_spread_over_ten_months():
    days = [story["days_ago"] for story in STORIES if story["state"] not in ("draft", "scheduled")]
    assert len({day // 30 for day in days}) >= 9


def test_one_story_is_long_with_its_apparatus_and_one_is_very_short():
    counts = {story["key"]: words(story) for story in STORIES}
    longest, shortest = max(counts, key=counts.get), min(counts, key=counts.get)
    assert counts[longest] > 1800
    assert 60 <= counts[shortest] <= 90
    blocks = by_key[longest]["body"]
    assert {"quotation", "ordinal_list", "table", "key_figure"} <= {block["type"] for block in blocks}
    assert {block["value"]["level"] for block in blocks if block["type"] == "heading"} == {"h2", "h3"}


def test_one_conference_has_six_speeches_each_after_a_narration():
    (story,) = [story for story in STORIES if len(story.get("speeches", [])) == 6]
    blocks = story["body"]
    places = [i for i, block in enumerate(blocks) if block["type"] == "speech"]
    assert [blocks[i]["value"]["number"] for i in places] == [1, 2, 3, 4, 5, 6]
    for i in places:
        before = next(block for block in reversed(blocks[:i]) if block["type"] != "picture")
        assert before["type"] == "paragraph"


def test_one_speaker_appears_in_three_conferences_with_a_new_position_in_the_last():
    by_age = sorted(STORIES, key=lambda story: -story["days_ago"])
    positions = [s["position"] for story in by_age for s in story.get("speeches", [])
                 if s["speaker"] == "Lường Văn Tuyên"]  # fmt: skip
    assert len(positions) == 3
    assert positions[0] == positions[1] != positions[2]


@every_story
def test_texts_are_composed_and_typographic(story):
    texts = plain(story)
    assert len(texts) > 5
    for text in texts:
        assert unicodedata.is_normalized("NFC", text)
        assert '"' not in text
        assert "'" not in text
        assert not re.search(r"[\u00a0\u200b-\u200f\ufeff]", text)
        assert text.count("“") == text.count("”")


@every_story
def test_tones_are_placed_the_old_way_throughout(story):
    new_style = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
    assert new_style.findall("hoà, thuỷ") == ["oà", "uỷ"]
    assert [found.group() for text in plain(story) for found in new_style.finditer(text)] == []


@every_story
def test_every_speech_is_placed_in_the_body_once(story):
    placed = [block["value"]["number"] for block in story["body"] if block["type"] == "speech"]
    assert sorted(placed) == list(range(1, len(story.get("speeches", [])) + 1))


@every_story
def test_every_picture_says_something_beside_its_caption(story):
    rows = used_pictures(story)
    assert rows or story["key"] in WITHOUT_PICTURES
    for row in rows:
        assert row["alt"].strip()
        assert row["caption"].strip()
        assert row["alt"] != row["caption"]


@every_story
def test_rich_text_is_well_formed(story):
    rich = [text for text in loader.texts(story) if text.startswith("<")]
    assert rich
    for text in rich:
        opened = []
        for closing, tag in re.findall(r"<(/?)(\w+)[^>]*>", text):
            if closing:
                assert opened.pop() == tag
            else:
                assert tag in ("p", "b", "i", "a", "ol", "ul", "li")
                opened.append(tag)
        assert opened == []


def wrong_weekdays(text: str) -> list[str]:
    """Return the dates of a text whose weekday is not the calendar's."""
    wrong = []
    for name, day, month, year in DATED_WEEKDAY.findall(text):
        right = WEEKDAYS[datetime.date(int(year), int(month), int(day)).weekday()]
        if right.lower() != name.lower():
            wrong.append(f"{name}, {day}/{month}/{year}")
    return wrong


def test_the_weekday_check_finds_a_wrong_weekday():
    assert wrong_weekdays("Thứ Sáu, ngày 26/5/2023") == []
    assert wrong_weekdays("Thứ Sáu, ngày 26/5/2026") == ["Thứ Sáu, 26/5/2026"]


@every_story
def test_weekdays_agree_with_their_dates(story):
    assert [wrong for text in plain(story) for wrong in wrong_weekdays(text)] == []


def test_every_drawn_picture_belongs_to_a_story():
    used = {row["picture"] for story in STORIES for row in used_pictures(story)}
    assert used == set(pictures.PICTURES)


def test_tokens_are_replaced_everywhere():
    dates = {
        "event_date": "26/5/2026",
        "event_date_long": "Thứ Ba, ngày 26/5/2026",
        "published_date": "27/5/2026",
    }
    for story in STORIES:
        replaced = loader.replace_tokens(story, dates)
        assert not [text for text in loader.texts(replaced) if "{" in text or "}" in text]
    assert "{published_date}" in by_key["gop-y-du-thao-de-an-vi-tri-viec-lam"]["lead"]


def test_shapes_and_formats_vary():
    specs = pictures.PICTURES.values()
    assert len({spec.scene for spec in specs}) >= 24
    assert Counter(spec.format for spec in specs)["PNG"] == 2
    assert Counter(spec.format for spec in specs)["WEBP"] == 2
    assert {spec.size for spec in specs} >= {(1600, 1067), (1067, 1600), (2400, 900), (480, 320)}
    assert sum(spec.size[0] == spec.size[1] for spec in specs) >= 1
    assert sum(spec.turned for spec in specs) == 1


@pytest.mark.parametrize("scene", sorted(pictures.SCENES))
def test_every_scene_draws_in_every_shape(scene):
    spec = next(spec for spec in pictures.PICTURES.values() if spec.scene == scene)
    for size in ((240, 160), (160, 240), (300, 112)):
        canvas = pictures.Canvas(*size, seed=scene)
        image = canvas.finish(pictures.SCENES[scene](canvas, **spec.params))
        assert image.size == size
        assert len(image.resize((24, 24)).getcolors(24 * 24)) > 40


@pytest.mark.parametrize("key", ["tn-doi-xanh", "hn-so-lieu", "sn-trung-tam-xa", "mt-truong-ban"])
def test_drawn_files_have_their_format_and_size(key):
    name, data = pictures.draw(key)
    spec = pictures.PICTURES[key]
    image = Image.open(BytesIO(data))
    assert image.format == spec.format
    assert name == f"{key}.{ {'JPEG': 'jpg', 'PNG': 'png', 'WEBP': 'webp'}[spec.format] }"
    assert ImageOps.exif_transpose(image).size == spec.size
    assert image.getexif().get(0x0112) == (6 if spec.turned else None)


def test_a_picture_is_the_same_each_time_it_is_drawn():
    assert pictures.draw("sn-trung-tam-xa") == pictures.draw("sn-trung-tam-xa")


def test_an_unknown_picture_or_document_is_refused():
    with pytest.raises(KeyError):
        pictures.draw("khong-co")
    with pytest.raises(KeyError):
        documents.make("khong-co")


@pytest.mark.parametrize("key", documents.DOCUMENTS)
def test_documents_are_pdf_files_whose_cross_references_hold(key):
    name, data = documents.make(key)
    assert name == f"{key}.pdf"
    assert data.startswith(b"%PDF-1.7")
    assert data.endswith(b"%%EOF\n")
    table = data[int(re.search(rb"startxref\n(\d+)", data).group(1)) :]
    assert table.startswith(b"xref")
    for number, offset in enumerate(re.findall(rb"(\d{10}) 00000 n", table), 1):
        assert data[int(offset) :].startswith(b"%d 0 obj" % number)
    page = zlib.decompress(re.search(rb"stream\n(.*?)\nendstream", data, re.DOTALL).group(1))
    spoken = [bytes.fromhex(h.decode()).decode("utf-16") for h in re.findall(rb"/ActualText <(\w+)>", page)]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in spoken


def broken(**changes) -> dict:
    """Return a sound story with some fields changed; a value of None removes the field."""
    story = json.loads(json.dumps(by_key["tuoi-tre-so-noi-vu-trong-cay"])) | {"related": []} | changes
    return {field: value for field, value in story.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": None}, "title: is missing"),
        ({"views": "12"}, "views: has the wrong type"),
        ({"colour": "red"}, "colour: is not a known field"),
        ({"category": "Thể thao"}, "category: 'Thể thao'"),
        ({"hour": "25:00"}, "hour: must be HH:MM"),
        ({"tags": ["một"]}, "tags: must be two to five"),
        ({"state": "urgent"}, "urgent_reason: is missing"),
        ({"related": ["khong-co"]}, "related: 'khong-co'"),
        ({"lead": "Ngày {event_date}, lễ ra quân."}, "(texts): 'event_date'"),
        ({"body": [{"type": "speech", "value": {"number": 1}}]}, "body[0].number: there is no such speech"),
        ({"body": [{"type": "paragraph", "value": "<p><img></p>"}]}, "body[0]: pictures do not belong"),
        (
            {"gallery": [{"picture": "tn-ra-quan", "caption": "A", "alt": "A", "credit": ""}]},
            "gallery[0].alt",
        ),
        ({"attachments": [{"document": "khong-co", "title": "x"}]}, "attachments[0].document"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_field(tmp_path, changes, field):
    path = tmp_path / "20-tuoi-tre-so-noi-vu-trong-cay.json"
    path.write_text(json.dumps(broken(**changes)), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(f"{path.name}: {field}")):
        loader.load_stories(tmp_path)


def test_a_sound_copy_is_accepted(tmp_path):
    path = tmp_path / "20-tuoi-tre-so-noi-vu-trong-cay.json"
    path.write_text(json.dumps(broken()), encoding="utf-8")
    assert [story["key"] for story in loader.load_stories(tmp_path)] == ["tuoi-tre-so-noi-vu-trong-cay"]


def test_a_file_that_is_not_json_is_refused_by_name(tmp_path):
    (tmp_path / "01-hong.json").write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"01-hong\.json: \(file\): is not JSON"):
        loader.load_stories(tmp_path)
