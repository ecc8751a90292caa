"""What readers see while a part of the portal is away, and that nothing withdrawn comes back with the outage."""

import signal
import time

import pytest

from deploy.stack.processes import wait_until

DOWN = "Cổng thông tin tạm thời gián đoạn"


@pytest.mark.usefixtures("calm")
def test_pages_as_they_were_while_the_portal_is_down(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin đọc khi hệ thống gián đoạn")
    assert becomes(story["path"], 200, within=10)
    time.sleep(1)  # whoever publishes empties the cache just afterwards
    assert get(story["path"]).status_code == 200
    for application in stack.applications():
        application.kill()
    time.sleep(5)  # no longer fresh
    answer = get(story["path"])
    assert answer.status_code == 200
    assert "Tin đọc khi hệ thống gián đoạn" in answer.text
    # What nobody had read is not there: one Vietnamese page, and browsers do not keep it.
    for path in ("/chua-ai-doc/", "/quan-tri/"):
        answer = get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
        assert DOWN in answer.text
    assert get("/static/css/plain.css").status_code == 200
    for application in stack.applications():
        application.start()
    assert becomes("/quan-tri/login/", 200, within=30)


@pytest.mark.stack_short
def test_what_was_taken_down_is_not_shown_by_an_outage(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin sẽ bị gỡ trước khi gián đoạn")
    assert becomes(story["path"], 200, within=10)
    time.sleep(8)
    lists = ("/", "/tin-tuc-su-kien/", "/rss/", "/sitemap-tin-moi.xml")
    for path in (story["path"], *lists):
        assert get(path).status_code == 200
    newsroom.take_down(story["id"])
    # Nobody reads anything between the take-down and the outage, so no page was asked for anew.
    wait_until(lambda: not stack.kept_pages(), 5)
    for application in stack.applications():
        application.kill()
    assert get(story["path"]).status_code == 503
    for path in lists:
        answer = get(path)
        assert answer.status_code == 503, path
        assert "tin-se-bi-go" not in answer.text


@pytest.mark.stack_short
def test_a_purge_that_fails_is_made_up_for(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin bị gỡ khi không xóa được bộ nhớ đệm")
    assert becomes(story["path"], 200, within=10)
    time.sleep(8)
    assert get(story["path"]).status_code == 200
    kept = stack.kept_pages()
    assert kept
    # nginx is away just then, with its cache on the disk; the process that took the page down ends, too.
    stack.services["nginx"].stop()
    newsroom.take_down(story["id"])
    newsroom.close()
    time.sleep(3)
    assert stack.kept_pages()
    stack.services["nginx"].start()
    assert wait_until(lambda: not kept & stack.kept_pages(), 10)
    for application in stack.applications():
        application.kill()
    assert get(story["path"]).status_code == 503
    assert "cannot be emptied" in stack.services["purger"].log.read_text()


@pytest.mark.parametrize("gone", [0, 1])
def test_one_application_of_two_is_enough(stack, get, gone):
    """Whichever it is: the one that readers are given first, or the newsroom's."""
    stack.applications()[gone].kill()
    for number in range(8):
        assert get(f"/quan-tri/login/?x={number}").status_code == 200
        assert get(f"/?x={number}").status_code == 200


@pytest.mark.stack_short
def test_without_redis_pages_are_slower_and_nothing_else(stack, newsroom, get, becomes):
    stack.services["redis"].kill()
    story = newsroom.publish("Tin đăng khi Redis dừng")
    assert becomes(story["path"], 200, within=10)
    newsroom.take_down(story["id"])
    assert becomes(story["path"], 410, within=10)
    cookies = newsroom.session("phongvien")
    assert get("/quan-tri/", cookies=cookies).status_code == 200


def test_redis_hangs_and_does_not_say_so(stack, newsroom, get, becomes):
    """As behind a network that drops packets: nobody waits for it for ever; what it kept does not come back."""
    story = newsroom.publish("Tin gỡ khi Redis treo")
    assert becomes(story["path"], 200, within=10)
    cookies = newsroom.session("phongvien")
    redis = stack.services["redis"]
    redis.process.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        newsroom.take_down(story["id"])
        assert becomes(story["path"], 410, within=10)
        assert {get(f"/?x={number}").status_code for number in range(8)} == {200}
        assert get("/quan-tri/", cookies=cookies).status_code == 200
        later = newsroom.publish("Tin đăng khi Redis treo")
        assert becomes(later["path"], 200, within=10)
        # If each question to Redis were waited for: minutes.
        assert time.monotonic() - began < 30 + newsroom.slowness()
    finally:
        redis.process.send_signal(signal.SIGCONT)
    # It has kept the story as it was; nobody is shown it.
    for number in range(8):
        assert get(f"{story['path']}?luot={number}").status_code == 410
    assert get(story["path"]).status_code == 410


@pytest.mark.usefixtures("calm")
def test_without_the_database_readers_read_and_the_newsroom_is_told(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin đọc khi cơ sở dữ liệu dừng")
    assert becomes(story["path"], 200, within=10)
    cookies = newsroom.session("phongvien")
    time.sleep(1)
    assert get(story["path"]).status_code == 200
    stack.services["postgres"].stop()
    assert get(story["path"]).status_code == 200
    time.sleep(5)
    assert get(story["path"]).status_code == 200  # no longer fresh: as it was kept
    answer = get("/quan-tri/", cookies=cookies)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "Cơ sở dữ liệu của cổng hiện không trả lời" in answer.text
    assert "Traceback" not in answer.text
    stack.services["postgres"].start()
    assert becomes("/chua-ai-doc/", 404, within=30)
    assert get("/quan-tri/", cookies=cookies).status_code == 200
    assert newsroom.state(story["id"])["live"] is True
