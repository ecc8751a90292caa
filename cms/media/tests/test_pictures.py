"""The uploads list of bad input: each picture on it is made here and sent through the gate."""

import datetime
import io
import unicodedata

import pytest
from PIL import Image

from cms.media.intake import Rejected, clean_picture
from cms.media.pictures import MAX_BYTES
from tests.pace import no_longer_than

from . import made

UPPER_LEFT, UPPER_RIGHT = "upper left", "upper right"
RED, GREEN = (255, 0, 0), (0, 255, 0)


def refused(data: bytes, name: str = "anh.jpg") -> str:
    """Return the code of the refusal, and hold that it carries a sentence."""
    with pytest.raises(Rejected) as caught:
        clean_picture(data, name)
    (sentence,) = caught.value.messages
    assert len(sentence) > 30
    assert sentence.endswith(".")
    return caught.value.code


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_each_kind_stays_what_it_is(kind, extension):
    clean = clean_picture(made.encoded(made.scene(), kind), f"anh.{extension}")
    stored = made.decoded(clean.data)
    assert (clean.extension, stored.format) == (extension, kind)
    assert (clean.width, clean.height) == stored.size == (64, 48)
    assert made.is_near(made.corner(stored, UPPER_LEFT), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_same_bytes_in_give_the_same_bytes_out(kind):
    data = made.encoded(made.scene(), kind)
    assert clean_picture(data, "mot.jpg").data == clean_picture(data, "hai.jpg").data


def test_content_decides_and_not_the_name():
    clean = clean_picture(made.encoded(made.scene(), "PNG"), "anh.jpg")
    assert clean.extension == "png"
    assert clean.name == "anh.png"
    assert clean_picture(made.jpeg(), "shell.php").name == "shell.jpg"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_truncated_jpeg(share):
    data = made.jpeg(800, 600)
    assert refused(data[: int(len(data) * share)]) == "damaged"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_truncated_others(kind):
    data = made.encoded(made.scene(800, 600), kind)
    assert refused(data[: len(data) // 2]) == "damaged"


def test_jpeg_header_with_other_content():
    assert refused(b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"<?php system($_GET['c']); ?>" * 50) == "damaged"
    assert refused(made.jpeg()[:2] + b"\xff") == "damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<?php system('id');",
        b"GIF89a" + b"\0" * 64,
        b"BM" + b"\0" * 64,
        b"%PDF-1.4\n",
        b"MZ\x90\0",
    ],
)
def test_other_content_named_jpg(content):
    assert refused(content) == "not_a_picture"


def test_empty_and_too_large():
    assert refused(b"") == "empty"
    assert refused(made.jpeg() + b"\0" * MAX_BYTES) == "too_large"


@pytest.mark.parametrize("brand", [b"heic", b"avif", b"mif1"])
def test_what_phones_store_has_a_sentence_of_its_own(brand):
    assert refused(b"\0\0\0\x18ftyp" + brand + b"\0" * 64, "IMG_0001.HEIC") == "heif"


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", made.package({"a.txt": "hidden"})])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_appended_data_is_gone(kind, tail):
    clean = clean_picture(made.encoded(made.scene(), kind) + tail, "anh.jpg")
    assert tail not in clean.data
    assert b"PK\x03\x04" not in clean.data
    assert made.decoded(clean.data).size == (64, 48)


def test_decompression_bombs_are_refused_in_under_a_second():
    bombs = [made.png_bomb(11_000, 11_000), made.png_bomb(30_000, 30_000)]
    assert all(len(bomb) < 1_000_000 for bomb in bombs)
    # A WebP that claims 16383 × 16383 on 30 bytes: Pillow would make room for it when it opens the file.
    bombs.append(b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xfe\x3f\0" * 2 + b"\0" * 32)
    with no_longer_than(1):
        assert [refused(bomb) for bomb in bombs] == ["too_many_pixels"] * 3


def test_121_megapixels():
    data = made.encoded(Image.new("L", (11_000, 11_000)), "JPEG", quality=10)
    assert refused(data) == "too_many_pixels"


def test_a_jpeg_with_hundreds_of_scans_is_refused_before_decoding():
    assert refused(made.many_scans(300)) == "too_many_scans"
    assert clean_picture(made.encoded(made.scene(), "JPEG", progressive=True), "anh.jpg").width == 64


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(kind):
    frames = [made.scene(), made.scene().rotate(90)]
    data = made.encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert refused(data) == "animated"


def test_of_several_pictures_in_one_jpeg_the_first_is_taken():
    second = Image.new("RGB", (64, 48), "black")
    data = made.encoded(made.scene(), "MPO", save_all=True, append_images=[second])
    assert getattr(Image.open(io.BytesIO(data)), "n_frames", 1) == 2
    clean = clean_picture(data, "anh.jpg")
    stored = made.decoded(clean.data)
    assert stored.format == "JPEG"
    assert made.is_near(made.corner(stored, UPPER_LEFT), RED)


def test_place_and_owner_are_gone():
    data = made.camera_jpeg(artist="Trần Thị Bình", caption="Quang cảnh hội nghị")
    assert b"OWNER-OF-THE-CAMERA" in data
    clean = clean_picture(data, "anh.jpg")
    assert clean.removed_gps
    for trace in (b"Exif", b"OWNER", b"SECRET-COMMENT", "Bình".encode(), b"http"):
        assert trace not in clean.data
    assert dict(made.decoded(clean.data).getexif()) == {}


def test_no_place_is_no_removed_place():
    assert not clean_picture(made.jpeg(), "anh.jpg").removed_gps


@pytest.mark.parametrize(
    ("orientation", "red_is"), [(3, "lower right"), (6, "upper right"), (8, "lower left")]
)
def test_orientation_is_applied(orientation, red_is):
    clean = clean_picture(made.camera_jpeg(orientation), "anh.jpg")
    assert (clean.width, clean.height) == ((64, 48) if orientation == 3 else (48, 64))
    assert made.is_near(made.corner(made.decoded(clean.data), red_is), RED)


def test_facts_of_a_camera():
    taken = "2026:05:26 08:30:00"
    data = made.camera_jpeg(artist="Trần Thị Bình", caption="Quang cảnh  hội nghị", taken=taken)
    facts = clean_picture(data, "anh.jpg").facts
    assert (facts.caption, facts.credit) == ("Quang cảnh hội nghị", "Trần Thị Bình")
    hanoi = datetime.timezone(datetime.timedelta(hours=7))
    assert facts.taken_at == datetime.datetime(2026, 5, 26, 8, 30, tzinfo=hanoi)


def test_facts_of_an_agency():
    facts = clean_picture(made.agency_jpeg("Đại biểu dự hội nghị", "Lê Văn Cường"), "anh.jpg").facts
    assert (facts.caption, facts.credit) == ("Đại biểu dự hội nghị", "Lê Văn Cường")


def test_a_cameras_own_name_is_no_caption_and_a_broken_clock_no_time():
    data = made.camera_jpeg(caption="OLYMPUS DIGITAL CAMERA", taken="0000:00:00 00:00:00")
    facts = clean_picture(data, "anh.jpg").facts
    assert facts.caption == ""
    assert facts.taken_at is None


def test_broken_exif_does_not_refuse_the_picture():
    data = made.camera_jpeg()
    broken = data.replace(b"Exif\0\0", b"Exif\0\0\xff\xff\xff\xff\xff\xff", 1)
    at = broken.index(b"\xff\xe1") + 2
    length = int.from_bytes(broken[at : at + 2], "big") + 6
    broken = broken[:at] + length.to_bytes(2, "big") + broken[at + 2 :]
    assert clean_picture(broken, "anh.jpg").width == 64


def test_cmyk_without_a_profile_is_refused():
    assert refused(made.encoded(made.scene(mode="CMYK"), "JPEG")) == "cmyk"


def test_cmyk_gets_its_colours_through_its_profile():
    data = made.encoded(made.scene(mode="CMYK"), "JPEG", icc_profile=made.cmyk_profile(), quality=95)
    assert made.decoded(data).mode == "CMYK"
    stored = made.decoded(clean_picture(data, "anh.jpg").data)
    assert stored.mode == "RGB"
    for where, colour in ((UPPER_LEFT, RED), (UPPER_RIGHT, GREEN), ("lower right", (255, 255, 255))):
        assert made.is_near(made.corner(stored, where), colour), (where, made.corner(stored, where))


def test_cmyk_with_an_unreadable_profile_is_refused():
    assert refused(made.encoded(made.scene(mode="CMYK"), "JPEG", icc_profile=b"no profile" * 20)) == "cmyk"


def test_sixteen_bits_become_eight():
    grey = Image.new("I;16", (256, 32))
    for x in range(256):
        grey.paste(x * 257, (x, 0, x + 1, 32))
    stored = made.decoded(clean_picture(made.encoded(grey, "PNG"), "anh.png").data)
    assert stored.mode == "L"
    assert [stored.getpixel((x, 5)) for x in (0, 100, 128, 255)] == [0, 100, 128, 255]


def test_an_odd_profile_gives_the_colours_that_it_means():
    data = made.encoded(made.scene(), "PNG", icc_profile=made.swapped_profile())
    stored = made.decoded(clean_picture(data, "anh.png").data)
    # The profile says that the numbers for red mean green.
    assert made.is_near(made.corner(stored, UPPER_LEFT), GREEN)
    assert "icc_profile" not in stored.info


def test_an_unreadable_profile_is_left_aside():
    data = made.encoded(made.scene(), "JPEG", icc_profile=b"<script>" * 50)
    clean = clean_picture(data, "anh.jpg")
    assert b"<script>" not in clean.data
    assert made.is_near(made.corner(made.decoded(clean.data), UPPER_LEFT), RED)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
@pytest.mark.parametrize("profile", [False, True])
def test_every_mode_of_png(mode, profile):
    options = {"icc_profile": made.swapped_profile()} if profile and mode in ("P", "RGBA") else {}
    clean = clean_picture(made.encoded(made.scene(mode=mode), "PNG", **options), "anh.png")
    assert made.decoded(clean.data).size == (64, 48)


def test_transparency_stays():
    picture = made.scene(mode="RGBA")
    picture.putalpha(Image.new("L", picture.size, 40))
    for kind in ("PNG", "WEBP"):
        assert made.decoded(clean_picture(made.encoded(picture, kind), "a").data).getpixel((3, 3))[3] == 40
    palette = Image.new("P", (64, 48))
    data = made.encoded(palette, "PNG", transparency=0)
    assert made.decoded(clean_picture(data, "a").data).convert("RGBA").getpixel((3, 3))[3] == 0


def test_large_pictures_are_brought_to_4000_pixels():
    clean = clean_picture(made.jpeg(6000, 3000), "anh.jpg")
    assert (clean.width, clean.height) == (4000, 2000)
    assert clean_picture(made.jpeg(4000, 100), "anh.jpg").width == 4000


def test_twelve_megapixels_take_less_than_a_second_and_a_half():
    # Noise is the dearest thing to encode; a photo of 12 megapixels has about 5 MB.
    noise = Image.effect_noise((500, 375), 80).resize((4000, 3000)).convert("RGB")
    data = made.encoded(noise, "JPEG", quality=92)
    with no_longer_than(1.5):
        clean_picture(data, "anh.jpg")


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\anh\\hop.JPG", "hop.jpg"),
        ("anh\0.php.jpg", "anh-php.jpg"),
        ("anh\u202egpj.exe", "anhgpj.jpg"),
        (unicodedata.normalize("NFD", "Hội nghị sơ kết.jpeg"), "hoi-nghi-so-ket.jpg"),
        (".jpg", "jpg.jpg"),
        ("", "tep.jpg"),
        ("CON.jpg", "tep-con.jpg"),
    ],
)
def test_names(name, stored):
    assert clean_picture(made.jpeg(), name).name == stored


def test_a_name_of_300_characters():
    assert len(clean_picture(made.jpeg(), "a" * 300 + ".jpg").name) <= 104
