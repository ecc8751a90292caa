"""A reporter with thirty photographs: a gallery in a minute, in a real browser, with pictures made here.

What stands on Wagtail's scripts is looked at here as a person does it: it fails when Wagtail changes them.
"""

import base64
import io
import re
import time

import pytest
from PIL import Image, ImageDraw

from cms.accounts.roles import REPORTER
from cms.media.intake import store_picture
from cms.media.models import PortalImage
from news.models import GalleryImage, StoryPage

from .test_story_from_draft_to_reader import log_in
from .waiting import wait_until

ROWS = "#id_gallery_images-FORMS > [data-inline-panel-child]:not(.deleted)"


def drawn(number: int) -> bytes:
    """A JPEG of its own; the first is too small, the second says when and by whom it was taken."""
    size = (640, 480) if number == 0 else (1600, 1200)
    image = Image.new("RGB", size, (9 * number % 255, 90, 140))
    ImageDraw.Draw(image).ellipse((20 + 10 * number, 50, 320 + 10 * number, 350), fill=(240, 200, 60))
    exif = Image.Exif()
    if number == 1:
        exif[0x010E], exif[0x013B] = "Phien khai mac", "Le Thi Mai"
        exif.get_ifd(0x8769)[0x9003] = "2026:05:11 08:15:00"
        exif.get_ifd(0x8825)[1] = "N"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80, exif=exif)
    return buffer.getvalue()


def thirty_files() -> list[dict]:
    """Twenty-eight good pictures; a text that is called a picture and one that was cut off."""
    files = [{"name": f"IMG_{number:04}.jpg", "buffer": drawn(number)} for number in range(28)]
    files.insert(3, {"name": "IMG_hong.jpg", "buffer": drawn(40)[:4000]})
    files.insert(20, {"name": "IMG_chu.jpg", "buffer": b"<html>not a picture</html>"})
    return [{"mimeType": "image/jpeg", **file} for file in files]


def drop(page, files: list[dict]) -> None:
    """Drop files onto the panel, as a hand does from a window of files."""
    contents = [[file["name"], base64.b64encode(file["buffer"]).decode()] for file in files]
    transfer = page.evaluate_handle(
        """contents => {
            const transfer = new DataTransfer();
            for (const [name, text] of contents) {
                const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], name, { type: "image/jpeg" }));
            }
            return transfer;
        }""",
        contents,
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".gallery-drop", event, {"dataTransfer": transfer})


def titles(page) -> list[str]:
    """The titles of the rows' pictures, in the order on the screen."""
    return page.locator(f"{ROWS} [data-chooser-title]").all_text_contents()


def values(page, name: str) -> list[str]:
    return page.locator(f"{ROWS} [name$='-{name}']").evaluate_all("all => all.map(one => one.value)")


def wait_until_idle(page) -> None:
    wait_until(
        page,
        "() => !document.querySelector(\"[data-gallery-list] [data-state='waiting'], "
        "[data-gallery-list] [data-state='sending']\")",
        timeout=120_000,
    )


def wait_for_autosave(page) -> None:
    page.evaluate("document.activeElement.blur()")
    # Autosave waits for half a second of quiet; on a slow machine thirty rows are read for longer before it begins.
    for _look in range(3):
        page.wait_for_timeout(1000)
        wait_until(page, "!document.querySelector('[data-w-autosave-state-value=saving]')")


def submit(page) -> None:
    """Submit the story, as somebody who has stopped typing: the last autosave is through."""
    wait_for_autosave(page)
    page.locator("footer .w-dropdown-button .w-dropdown__toggle").click()
    page.click("[name=action-submit]")


@pytest.fixture
def editor(live_server, served_portal, make_user, make_story, new_page):
    """Open the pictures of a draft: ``editor(width=390)`` gives the page and the story."""
    reporter = make_user("phongvien", REPORTER, "Lê Thị", "Mai")
    story = make_story(reporter, title="Ngày hội cải cách hành chính")

    def open_editor(width: int = 1280):
        page = new_page(width=width)
        log_in(page, live_server, "phongvien")
        page.goto(f"{live_server.url}/quan-tri/pages/{story.pk}/edit/#tab-anh")
        page.get_by_role("tab", name="Ảnh", exact=True).click()
        page.locator("[data-gallery-tools]").scroll_into_view_if_needed()
        return page, story

    return open_editor


@pytest.mark.django_db(transaction=True)
def test_thirty_pictures_become_a_gallery(editor, screenshot):
    page, story = editor()
    files = thirty_files()

    # Fifteen are chosen, fifteen are dropped; each has its bar.
    page.set_input_files(".gallery-drop input[type=file]", files[:15])
    drop(page, files[15:])
    assert page.locator("[data-gallery-list] progress").count() > 15
    assert page.locator(".gallery-uploads__all").is_visible()
    page.locator("#id_lead_image_caption").focus()
    page.wait_for_timeout(500)
    screenshot(page, "gallery-editor-uploading", full_page=False)
    wait_until_idle(page)

    # The bad ones are named with the reason, the good ones are rows in the order in which they were chosen.
    faults = page.locator("[data-gallery-list] li")
    assert [text.split(".jpg")[0] for text in faults.all_text_contents()] == ["IMG_hong", "IMG_chu"]
    assert faults.evaluate_all("all => all.map(one => one.dataset.state)") == ["refused", "refused"]
    assert len(faults.first.locator(".gallery-uploads__status").inner_text()) > 30
    good = [f"IMG_{number:04}.jpg" for number in range(28)]
    good[1] = "Phien khai mac"  # what the file itself says
    assert titles(page) == good
    assert PortalImage.objects.count() == 28
    assert page.evaluate("document.activeElement.id") == "id_lead_image_caption"  # rows took no focus

    # What the file knows stands in its row, and so do the warnings.
    assert values(page, "caption")[:3] == ["", "Phien khai mac", ""]
    assert values(page, "credit")[:3] == ["", "Le Thi Mai", ""]
    first, second = (page.locator(f"{ROWS} >> nth={n} >> .gallery-row__facts") for n in (0, 1))
    assert first.locator("[data-kind=warning]").count() == 1
    assert second.locator("[data-kind=note]").count() == 1  # the place was taken out
    assert "11/5/2026" in second.inner_text()
    assert second.locator("a").get_attribute("href").endswith("/")

    # The same ones again are in the gallery already.
    page.set_input_files(".gallery-drop input[type=file]", files[:2])
    wait_until_idle(page)
    assert (page.locator(ROWS).count(), PortalImage.objects.count()) == (28, 28)

    copy_the_credit(page)
    screenshot(page, "gallery-editor-1280", full_page=False)
    move_by_keyboard(page)
    expected = titles(page)

    # Refused without words, and the rows stay as they were put.
    with page.expect_navigation():
        submit(page)
    page.get_by_role("tab", name="Ảnh").click()
    assert titles(page) == expected
    messages = page.locator(f"{ROWS} .gallery-row__alt .error-message").all_inner_texts()
    assert [re.search(r"\d+", message).group() for message in messages] == [str(n) for n in range(1, 29)]
    assert page.locator(".gallery-tools__wrong a").count() == 28
    page.locator(".gallery-tools__wrong").scroll_into_view_if_needed()
    screenshot(page, "gallery-editor-refused", full_page=False)
    assert not StoryPage.objects.get(pk=story.pk).workflow_in_progress

    # Decorative or described, it goes; a file's name is no description.
    for number in range(28):
        row = page.locator(f"{ROWS} >> nth={number}")
        if number == 5:
            row.locator("[name$=-decorative]").check()
        else:
            row.locator("[name$=-alt]").fill(
                "IMG_0007.jpg" if number == 7 else f"Đoàn số {number} lên sân khấu"
            )
    with page.expect_navigation():
        submit(page)
    page.get_by_role("tab", name="Ảnh").click()
    assert page.locator(f"{ROWS} .error-message").count() == 1
    page.locator(f"{ROWS} >> nth=7 >> [name$=-alt]").fill("Hai người bắt tay")
    with page.expect_navigation(url=re.compile(r"/quan-tri/pages/\d+/$")):
        submit(page)

    submitted = StoryPage.objects.get(pk=story.pk)
    rows = submitted.get_latest_revision_as_object().gallery_images.all()
    assert submitted.workflow_in_progress
    assert [row.image.title for row in rows] == expected
    assert {row.credit for row in rows} == {"Ảnh: Lê Thị Mai"}


def copy_the_credit(page) -> None:
    """Fill the empty ones; undo; fill again and replace the one that has words of its own."""
    page.locator(f"{ROWS} >> nth=0 >> [name$=-credit]").fill("Ảnh: Lê Thị Mai")
    copy = page.locator(f"{ROWS} >> nth=0 >> .gallery-row__credit .gallery-row__copy")
    copy.click()
    assert values(page, "credit").count("Ảnh: Lê Thị Mai") == 27
    report = page.locator("[data-gallery-report]")
    report.locator("button").last.click()
    assert values(page, "credit")[:3] == ["Ảnh: Lê Thị Mai", "Le Thi Mai", ""]
    copy.click()
    report.locator("button").first.click()
    assert set(values(page, "credit")) == {"Ảnh: Lê Thị Mai"}


def move_by_keyboard(page) -> None:
    """One place up by the keyboard: one place, the focus stays, and it is said."""
    before = titles(page)
    row = page.locator(f"{ROWS} >> nth=4")
    button = row.locator("[data-inline-panel-child-move-up]")
    identity = row.get_attribute("id")
    button.focus()
    page.keyboard.press("Enter")
    assert titles(page) == [*before[:3], before[4], before[3], *before[5:]]
    assert page.evaluate("document.activeElement.closest('[data-inline-panel-child]').id") == identity
    wait_until(page, "document.querySelector('[data-gallery-said]').textContent.match(/4.*28/)")
    # At the top the button is dead: the focus goes to the one that still works.
    for _step in range(3):
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
    assert titles(page)[0] == before[4]
    assert page.evaluate("'inlinePanelChildMoveDown' in document.activeElement.dataset")


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_there_move_by_one_as_well(editor, make_picture_rows, live_server):
    page, story = editor()
    make_picture_rows(story, 4)
    page.reload()
    page.get_by_role("tab", name="Ảnh", exact=True).click()
    page.locator(f"{ROWS} >> nth=2 >> [data-inline-panel-child-move-up]").focus()
    page.keyboard.press("Enter")
    assert titles(page) == ["Ảnh số 0", "Ảnh số 2", "Ảnh số 1", "Ảnh số 3"]


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_loses_nothing_else(editor, screenshot):
    page, _story = editor(width=390)
    lost = iter([True, True])
    page.route(
        "**/thu-vien-anh/tai-len/**", lambda route: route.abort() if next(lost, False) else route.continue_()
    )
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": drawn(n)} for n in range(2, 6)]
    page.set_input_files(".gallery-drop input[type=file]", files)
    wait_until_idle(page)
    assert titles(page) == ["4.jpg", "5.jpg"]
    assert page.locator("[data-gallery-list] [data-state=lost]").count() == 2
    page.click("[data-gallery-retry-all]")
    wait_until_idle(page)
    assert titles(page) == ["2.jpg", "3.jpg", "4.jpg", "5.jpg"]
    assert values(page, "ORDER") == ["1", "2", "3", "4"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator(f"{ROWS} >> nth=0").scroll_into_view_if_needed()
    screenshot(page, "gallery-editor-390", full_page=False)


@pytest.mark.django_db(transaction=True)
def test_a_story_saved_during_the_upload_is_saved_with_all_its_pictures(editor, screenshot):
    page, story = editor(width=768)
    page.route("**/thu-vien-anh/tai-len/**", lambda route: (time.sleep(0.3), route.continue_()))
    # The second says when it was taken, the others do not.
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": drawn(n)} for n in (2, 1, 3)]
    page.set_input_files(".gallery-drop input[type=file]", files)
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
    page.get_by_role("tab", name="Ảnh", exact=True).click()
    assert titles(page) == ["2.jpg", "Phien khai mac", "3.jpg"]
    rows = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().gallery_images.all()
    assert [row.image.title for row in rows] == ["2.jpg", "Phien khai mac", "3.jpg"]

    page.locator("[data-gallery-tools]").scroll_into_view_if_needed()
    page.click("[data-gallery-sort]")
    screenshot(page, "gallery-editor-768", full_page=False)
    assert titles(page) == ["Phien khai mac", "2.jpg", "3.jpg"]
    assert values(page, "ORDER") == ["1", "2", "3"]
    page.locator("[data-gallery-report] button").click()
    assert titles(page) == ["2.jpg", "Phien khai mac", "3.jpg"]
    assert page.evaluate("document.documentElement.scrollWidth") == 768


@pytest.mark.django_db(transaction=True)
def test_what_was_said_of_one_choice_is_gone_at_the_next(editor):
    """A remark that stayed would offer "Remove from this list" for a file that is in no list any more."""
    page, story = editor()
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": drawn(n)} for n in range(2, 5)]
    for _time in range(2):
        page.set_input_files(".gallery-drop input[type=file]", files[:1])
        wait_until_idle(page)
    remark = page.locator("[data-gallery-list] li")
    assert remark.count() == 1  # it is in this gallery already
    wait_for_autosave(page)
    held = []
    page.route("**/thu-vien-anh/tai-len/**", lambda route: held.append(route))
    page.set_input_files(".gallery-drop input[type=file]", files[1:])
    while len(held) < 2:
        page.wait_for_timeout(50)
    # Whoever means the old line and clicks where it stood removes no file of the new choice.
    page.evaluate("document.querySelectorAll('[data-gallery-list] button').forEach(one => one.click())")
    assert page.locator("[data-gallery-list] strong").all_text_contents() == ["3.jpg", "4.jpg"]
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
        for route in held:
            route.continue_()
    rows = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().gallery_images.all()
    assert [row.image.title for row in rows] == ["2.jpg", "3.jpg", "4.jpg"]


@pytest.mark.django_db(transaction=True)
def test_who_was_logged_out_logs_in_in_another_window_and_goes_on(editor, live_server):
    """As the message says. Logging in gives a new token, the page was made with the old one."""
    page, story = editor()
    page.context.clear_cookies(name="sessionid")
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": drawn(n)} for n in (2, 3)]
    page.set_input_files(".gallery-drop input[type=file]", files[:1])
    wait_until_idle(page)
    lost = page.locator("[data-gallery-list] [data-state=lost]")
    assert lost.count() == 1
    assert PortalImage.objects.count() == 0

    other = page.context.new_page()
    log_in(other, live_server, "phongvien")
    lost.locator("button").click()
    wait_until_idle(page)
    page.set_input_files(".gallery-drop input[type=file]", files[1:])
    wait_until_idle(page)
    assert lost.count() == 0
    assert titles(page) == ["2.jpg", "3.jpg"]
    # And the story is saved from the same page.
    wait_for_autosave(page)
    with page.expect_navigation():
        page.evaluate("document.querySelector('[data-edit-form]').requestSubmit()")
    rows = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().gallery_images.all()
    assert [row.image.title for row in rows] == ["2.jpg", "3.jpg"]


@pytest.mark.django_db(transaction=True)
def test_pictures_from_the_library_say_what_they_are(editor, make_picture_rows, make_story):
    page, story = editor()
    make_picture_rows(make_story(story.owner, title="Bài trước"), 2)
    PortalImage.objects.update(credit="Lê Thị Mai")
    page.click("#id_gallery_images-OPEN_MODAL")
    page.locator(".modal-content [data-multiple-choice-select]").nth(1).wait_for()
    for box in page.locator(".modal-content [data-multiple-choice-select]").all():
        box.check()
    page.locator(".modal-content [data-multiple-choice-submit]").click()
    page.locator(f"{ROWS} .gallery-row__facts [data-kind=note]").nth(1).wait_for()
    assert "Bài trước" in page.locator(f"{ROWS} >> nth=0 >> .gallery-row__facts").inner_text()
    assert values(page, "credit") == ["Lê Thị Mai", "Lê Thị Mai"]
    # A deleted row gives its focus to the next.
    page.locator(f"{ROWS} >> nth=0 >> [id$=DELETE-button]").click()
    wait_until(page, "document.activeElement.id.endsWith('1-DELETE-button')")
    assert page.locator(ROWS).count() == 1


@pytest.fixture
def make_picture_rows(served_portal):
    """Give a draft rows with pictures from the library: ``make_picture_rows(story, 4)``."""

    def picture(number: int) -> PortalImage:
        return store_picture(
            drawn(number),
            f"{number}.jpg",
            title=f"Ảnh số {number}",
            user=None,
            collection=served_portal.collection,
        )

    def make(story, count: int) -> None:
        story.gallery_images = [
            GalleryImage(image=picture(number), sort_order=number) for number in range(count)
        ]
        story.save()
        story.save_revision(user=story.owner)

    return make
