"""Faults while people write, sign and publish: nothing lost, nothing half public, recovery by itself."""

import time
from contextlib import nullcontext, suppress

import pytest

from deploy.stack.processes import wait_until

from .newsroom import PUBLISHED
from .readers import reading

WHOLE = {"live": True, "signatures": 2, "approvals": 1, "decisions": PUBLISHED, "faults": []}


@pytest.mark.stack_short
def test_the_database_dies_between_signature_and_publication(stack, newsroom, becomes):
    story = newsroom.draft("Tin ký lúc cơ sở dữ liệu dừng")
    newsroom.submit(story["id"])
    with pytest.raises(RuntimeError):
        # The server ends after the chief's signature is written and before the page is live.
        newsroom.sign_while(story["id"], kill=[stack.services["postgres"].pid])
    stack.services["postgres"].kill()
    _start_postgres(stack, newsroom)
    # Nothing of the decision is there: neither the signature nor the publication.
    assert newsroom.state(story["id"]) == {
        "live": False,
        "signatures": 1,
        "approvals": 0,
        "decisions": PUBLISHED[:1],
        "faults": [],
    }
    newsroom.sign(story["id"])
    assert newsroom.state(story["id"]) == WHOLE
    assert becomes(story["path"], 200, within=20)


@pytest.mark.stack_short
def test_kill_9_during_publication(stack, newsroom, becomes):
    story = newsroom.draft("Tin ký lúc tiến trình bị dừng")
    newsroom.submit(story["id"])
    with pytest.raises(RuntimeError, match="killed"):
        newsroom.sign_while(story["id"], kill=[0])
    state = newsroom.state(story["id"])
    assert (state["live"], state["signatures"], state["approvals"]) == (False, 1, 0)
    newsroom.sign(story["id"])
    assert newsroom.state(story["id"]) == WHOLE


def test_kill_9_during_migrate(stack, newsroom):
    database = stack.environment["DATABASE_URL"].rpartition("/")[0] + "/half"
    newsroom.make_database("half")
    environment = {**stack.environment, "DATABASE_URL": database}
    first = stack.one_off("migrate", "--no-input", environment=environment)
    assert wait_until(lambda: newsroom.tables_of(database) > 20, 60, every=0.02), first.log.read_text()
    first.kill()
    assert not newsroom.is_migrated(database)
    assert wait_until(lambda: newsroom.sessions_of("half") == 0, 30)
    # Again, and it is whole: each migration is done or not, and says so.
    second = stack.one_off("migrate", "--no-input", environment=environment)
    assert second.process.wait(180) == 0, second.log.read_text()
    assert newsroom.is_migrated(database)


def test_the_mail_server_refuses_or_is_silent(stack, newsroom, mailbox):
    for mood in ("refusing", "silent"):
        mailbox.mood = mood
        story = newsroom.draft(f"Tin gửi duyệt khi thư điện tử hỏng: {mood}")
        before, began = newsroom.mails(), time.monotonic()
        newsroom.submit(story["id"])
        # Whoever submits waits for no mail server.
        assert time.monotonic() - began < 2 + newsroom.slowness()
        assert newsroom.mails()["all"] > before["all"]
        assert wait_until(lambda before=before: newsroom.mails()["troubled"] > before["troubled"], 60), mood
    assert newsroom.mails()["waiting"] >= 2
    got = len(mailbox.letters)
    mailbox.mood = "kind"

    def sent() -> bool:
        newsroom.retry_mails_now()
        stack.manage("send_review_mail")
        return newsroom.mails()["waiting"] == 0

    assert wait_until(sent, 90), newsroom.mail_states()
    assert len(mailbox.letters) >= got + 2


def test_the_scheduler_is_stopped_over_the_hour_and_then_runs_twice(stack, newsroom, becomes):
    stack.services["scheduler"].kill()
    began = time.monotonic()
    story = newsroom.publish_later("Tin hẹn giờ khi bộ lập lịch dừng", seconds=20)
    time.sleep(max(0, 22 - (time.monotonic() - began)))
    assert newsroom.state(story["id"])["live"] is False
    assert not becomes(story["path"], 200, within=1)
    # It comes back, and a colleague starts it by hand as well.
    stack.services["scheduler"].start()
    second = stack.one_off("publish_scheduled")
    assert becomes(story["path"], 200, within=90)
    assert second.process.wait(60) == 0
    state = newsroom.state(story["id"])
    assert state["live"] is True
    assert state["faults"] == []
    assert newsroom.publications(story["id"]) == 1


def test_the_disk_is_full_at_an_upload(stack, newsroom):
    if not stack.small_disk:
        pytest.skip("a small disk is mounted by root alone")
    filler = stack.media / "filler"
    before, files = newsroom.stored_pictures(), _files(stack.media)
    with pytest.raises(OSError, match="No space left"):
        _fill(filler)
    try:
        with pytest.raises(RuntimeError) as refused:
            newsroom.draft("Tin có ảnh khi đĩa đầy", picture=True)
        assert "máy chủ đã hết dung lượng" in str(refused.value)
        # Neither a row without its file nor half a file without a row.
        assert newsroom.stored_pictures() == before
        assert {name for name, size in _files(stack.media).items() if name != "filler" and size} == {
            name for name, size in files.items() if size
        }
        text = newsroom.publish("Tin không ảnh khi đĩa đầy")
        assert newsroom.state(text["id"]) == WHOLE
    finally:
        filler.unlink()
    story = newsroom.publish("Tin có ảnh sau khi đĩa trống", picture=True)
    assert story["pictures"]


def test_the_disk_is_full_when_a_pictures_sizes_are_made(stack, newsroom, becomes):
    if not stack.small_disk:
        pytest.skip("a small disk is mounted by root alone")
    stack.services["worker-media"].stop()
    story = newsroom.draft("Tin có ảnh được ký khi đĩa đầy", picture=True)
    newsroom.lose_renditions(story["id"])
    newsroom.submit(story["id"])
    filler, before = stack.media / "filler", _files(stack.media)
    with pytest.raises(OSError, match="No space left"):
        _fill(filler)
    try:
        with pytest.raises(RuntimeError, match=r"có thể ổ đĩa máy chủ đã đầy\. Chưa có gì được đăng"):
            newsroom.sign(story["id"])
        state = newsroom.state(story["id"])
        assert (state["live"], state["signatures"], state["approvals"]) == (False, 1, 0)
        assert {name for name in _files(stack.media) if name != "filler"} <= set(before)
    finally:
        filler.unlink()
    newsroom.sign(story["id"])
    assert newsroom.state(story["id"]) == WHOLE
    assert becomes(story["path"], 200, within=10)
    for picture in newsroom.pictures(story["id"]):
        assert becomes(picture, 200, within=10)


def test_an_original_is_lost(stack, newsroom, get):
    story = newsroom.publish("Tin có ảnh gốc bị mất", picture=True)
    (stack.media / newsroom.original(story["id"])).unlink()
    assert get(story["path"]).status_code == 200
    assert get(story["pictures"][0]).status_code == 200
    (stack.media / story["pictures"][0].removeprefix("/media/")).unlink()
    answer = get(story["pictures"][0])
    assert answer.status_code == 404
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_search_index_is_lost(stack, newsroom, get):
    story = newsroom.publish("Tin tìm lại sau khi mất chỉ mục")
    hidden = newsroom.draft("Bản nháp không ai tìm thấy chỉ mục")
    newsroom.lose_search_index()
    found = get("/tim-kiem/?q=mat+chi+muc")
    assert found.status_code == 200
    assert story["path"] not in found.text
    stack.manage("rebuild_search_index")
    answer = get("/tim-kiem/?q=mat+chi+muc").text
    assert story["path"] in answer
    assert hidden["path"] not in answer


def test_two_sign_at_once(stack, newsroom):
    story = newsroom.draft("Tin hai người ký cùng lúc")
    newsroom.submit(story["id"])
    assert newsroom.sign_twice_at_once(story["id"]) == 1
    assert newsroom.state(story["id"]) == WHOLE


def test_slow_readers_hold_nobody_up(stack, get):
    began = time.monotonic()
    slow = [_half_a_request(stack) for _reader in range(60)]
    try:
        answers = [get(f"/quan-tri/login/?x={number}").status_code for number in range(5)]
    finally:
        for connection in slow:
            connection.close()
    assert answers == [200] * 5
    assert time.monotonic() - began < 30


@pytest.mark.usefixtures("calm")
def test_every_connection_of_the_database_is_taken(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin đọc khi hết kết nối")
    assert becomes(story["path"], 200, within=10)
    time.sleep(1)
    assert get(story["path"]).status_code == 200
    held = newsroom.take_every_connection()
    try:
        assert held > 10
        assert get(story["path"]).status_code == 200
    finally:
        newsroom.give_connections_back()
    assert becomes("/chua-ai-doc/", 404, within=30)


def test_a_request_is_not_lost_when_an_application_restarts(stack, get):
    """A new version is brought up one application after the other: no reader gets an error."""
    with reading(get, "/tin-tuc-su-kien/", "/quan-tri/login/") as wrong:
        for application in stack.applications():
            application.restart()
            time.sleep(4)  # nginx passes it over for two seconds
    assert wrong == []


def _start_postgres(stack, newsroom) -> None:
    """Start the killed server, as its supervisor would: again until the killed one's children are gone."""

    def started() -> bool:
        stack.services["postgres"].start(wait=False)
        try:
            return newsroom.stored_pictures() >= 0
        except RuntimeError:
            return False

    assert wait_until(started, 60, every=1)


def _fill(path) -> None:
    with path.open("wb", buffering=0) as written:
        for size in (65536, 1):
            with suppress(OSError) if size > 1 else nullcontext():
                while written.write(b"\0" * size):
                    pass


def _files(folder) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()
    }


def _half_a_request(stack):
    import socket
    import ssl

    context = ssl.create_default_context(cafile=str(stack.certificate))
    connection = context.wrap_socket(
        socket.create_connection(("127.0.0.1", stack.https), timeout=10), server_hostname="localhost"
    )
    connection.sendall(
        b"POST /quan-tri/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
    )
    return connection
