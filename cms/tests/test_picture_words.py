"""What the words beside a picture must be: the table, and every place that asks it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cms.picture_words import SENTENCES, AltFault, alt_fault

STORED = "original_images/0f/0123456789abcdef-le-khai-mac.jpg"


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail, instead of waiting for ever, if it takes longer: a match looks for signals while it runs."""

    def too_long(*_given):
        raise AssertionError(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize(
    ("alt", "caption", "fault"),
    [
        ("Hai người bắt tay", "Lễ ký kết", None),
        ("Hai người bắt tay", "", None),
        ("", "Lễ ký kết", AltFault.MISSING),
        ("   ", "", AltFault.MISSING),
        ("…", "", AltFault.MISSING),
        ("😀", "", AltFault.MISSING),
        # The caption again: marks, case, tone placement, punctuation and "Ảnh:" make no difference.
        ("Lễ ký kết", "Lễ ký kết", AltFault.REPEATS_CAPTION),
        ("lễ  ký kết.", "Lễ ký kết", AltFault.REPEATS_CAPTION),
        ("Ảnh: Lễ ký kết", "Lễ ký kết", AltFault.REPEATS_CAPTION),
        ("Uỷ ban hoà giải", "Ủy ban hòa giải!", AltFault.REPEATS_CAPTION),
        ("Le ky ket", "Lễ ký kết", AltFault.REPEATS_CAPTION),
        ("Lễ ký kết, hai người bắt tay", "Lễ ký kết", None),
        # Files' names: cameras, phones, messengers, and people who number.
        ("IMG_2041.jpg", "", AltFault.FILE_NAME),
        ("IMG_2041", "", AltFault.FILE_NAME),
        ("DSC 0012", "", AltFault.FILE_NAME),
        ("DSCN0012", "", AltFault.FILE_NAME),
        ("PXL_20260511_081500123", "", AltFault.FILE_NAME),
        ("20260511_081500", "", AltFault.FILE_NAME),
        ("IMG-20260511-WA0003", "", AltFault.FILE_NAME),
        ("z6583920112345_0a1b2c3d4e5f", "", AltFault.FILE_NAME),
        ("FB_IMG_1700000000000", "", AltFault.FILE_NAME),
        ("468123456_1234567890123456_1234567890123456789_n", "", AltFault.FILE_NAME),
        ("image (4)", "", AltFault.FILE_NAME),
        ("Ảnh 3", "", AltFault.FILE_NAME),
        ("hình ảnh", "", AltFault.FILE_NAME),
        ("Lễ khai mạc.png", "", AltFault.FILE_NAME),
        # The stored file's own name, with or without its marks.
        ("Lễ khai mạc", "", AltFault.FILE_NAME),
        ("le-khai-mac", "", AltFault.FILE_NAME),
        ("Lễ khai mạc nhìn từ cuối hội trường", "", None),
        # Words that only begin or end like one.
        ("Ảnh chân dung Chủ tịch Hồ Chí Minh treo trên tường", "", None),
        ("42 đại biểu đứng chào cờ", "", None),
        ("Biển số 20", "", None),
        ("20260511 n", "", None),
    ],
)
def test_alternative_texts(alt, caption, fault):
    with within(5):
        assert alt_fault(alt, caption, file_name=STORED) is fault


@pytest.mark.parametrize(
    "text",
    [
        "468123456_1234567890123456_1234567890123456789_x",
        "IMG " + "1" * 50_000 + "x",
        "1 " * 25_000 + "x",
        "wa1" * 20_000 + "x",
        "12345678 " * 10_000 + "x",
    ],
)
def test_a_long_name_is_judged_at_once(text):
    """The editor asks at every autosave: many numbers must not cost more than as many letters."""
    with within(5):
        assert alt_fault(text, "", file_name=STORED) is None


def test_a_decorative_picture_needs_no_words():
    assert alt_fault("", "", decorative=True) is None
    assert alt_fault("IMG_2041.jpg", "", decorative=True, file_name=STORED) is None


def test_a_name_that_was_cut_is_known_by_the_title_made_of_it():
    title = "Lễ khai mạc Hội nghị sơ kết công tác cải cách hành chính sáu tháng"
    stored = "original_images/0f/0123456789abcdef-le-khai-mac-hoi-nghi-so-ket-cong-tac.jpg"
    longer = f"{title}: toàn cảnh hội trường"
    assert alt_fault(title, "", file_name=stored, title=title) is AltFault.FILE_NAME
    assert alt_fault(longer, "", file_name=stored, title=title) is None
    # A title that somebody wrote, or the camera's caption, is no file's name.
    assert alt_fault(title, "", file_name="a/0123456789abcdef-img-1.jpg", title=title) is None


def test_there_is_a_sentence_for_every_fault():
    assert set(SENTENCES) == set(AltFault)
    assert len({str(sentence) for sentence in SENTENCES.values()}) == len(AltFault)
