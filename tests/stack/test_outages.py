"""What readers see while a part of the portal is away, and that nothing withdrawn comes back with the outage."""

import time

from deploy.stack.processes import wait_until

DOWN = "Cổng thông tin tạm thời gián đoạn"


def test_pages_as_they_were_while_the_portal_is_down(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin đọc khi hệ thống gián đoạn")
    assert becomes(story["path"], 200, within=10)
    time.sleep(8)  # the cache is emptied a second time after a publication
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


def test_what_was_taken_down_is_not_shown_by_an_outage(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin sẽ bị gỡ trước khi gián đoạn")
    assert becomes(story["path"], 200, within=10)
    time.sleep(8)
    lists = ("/", "/tin-tuc-su-kien/", "/rss/", "/sitemap-tin-moi.xml")
    for path in (story["path"], *lists):
        assert get(path).status_code == 200
    newsroom.take_down(story["id"])
    # Nobody reads anything between the take-down and the outage, so no page was asked for anew.
    wait_until(lambda: not any(stack.cache.rglob("?" * 32)), 5)
    for application in stack.applications():
        application.kill()
    assert get(story["path"]).status_code == 503
    for path in lists:
        answer = get(path)
        assert answer.status_code == 503, path
        assert "tin-se-bi-go" not in answer.text


def test_a_purge_that_fails_is_made_up_for(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin bị gỡ khi không xóa được bộ nhớ đệm")
    assert becomes(story["path"], 200, within=10)
    time.sleep(8)
    assert get(story["path"]).status_code == 200
    kept = list(stack.cache.rglob("?" * 32))
    assert kept
    # nginx is away just then, with its cache on the disk; the process that took the page down ends, too.
    stack.services["nginx"].stop()
    newsroom.take_down(story["id"])
    newsroom.close()
    time.sleep(3)
    assert list(stack.cache.rglob("?" * 32))
    stack.services["nginx"].start()
    assert wait_until(lambda: not any(path in kept for path in stack.cache.rglob("?" * 32)), 10)
    for application in stack.applications():
        application.kill()
    assert get(story["path"]).status_code == 503
    assert "cannot be emptied" in stack.services["purger"].log.read_text()


def test_one_application_of_two_is_enough(stack, get):
    stack.applications()[0].kill()
    assert {get(f"/quan-tri/login/?x={number}").status_code for number in range(8)} == {200}


def test_without_redis_pages_are_slower_and_nothing_else(stack, newsroom, get, becomes):
    stack.services["redis"].kill()
    story = newsroom.publish("Tin đăng khi Redis dừng")
    assert becomes(story["path"], 200, within=10)
    newsroom.take_down(story["id"])
    assert becomes(story["path"], 410, within=10)
    cookies = newsroom.session("phongvien")
    assert get("/quan-tri/", cookies=cookies).status_code == 200


def test_without_the_database_readers_read_and_the_newsroom_is_told(stack, newsroom, get, becomes):
    story = newsroom.publish("Tin đọc khi cơ sở dữ liệu dừng")
    assert becomes(story["path"], 200, within=10)
    cookies = newsroom.session("phongvien")
    time.sleep(8)
    assert get(story["path"]).status_code == 200
    stack.services["postgres"].stop()
    assert get(story["path"]).status_code == 200
    time.sleep(5)
    assert get(story["path"]).status_code == 200  # no longer fresh: as it was kept
    answer = get("/quan-tri/", cookies=cookies)
    assert answer.status_code >= 500
    assert "<h1>" in answer.text
    assert "Traceback" not in answer.text
    stack.services["postgres"].start()
    assert becomes("/chua-ai-doc/", 404, within=30)
    assert get("/quan-tri/", cookies=cookies).status_code == 200
    assert newsroom.state(story["id"])["live"] is True
