"""A next release's schema under running processes, clocks that are wrong, a save and a signature in one moment."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from deploy.stack.processes import NotStarted, Service, free_port, wait_until

from .browser import Browser, editor, review
from .newsroom import PUBLISHED
from .next_release import BREAKS, EXPANDS, NAME, NextRelease
from .readers import reading

WHOLE = {"live": True, "signatures": 2, "approvals": 1, "decisions": PUBLISHED, "faults": []}
HOUR = 3600


def test_old_processes_go_on_with_the_schema_of_the_next_release(
    stack, newsroom, mailbox, get, becomes, tmp_path
):
    """docs/upgrading.md, steps 3 to 5: nothing is restarted between the migration and the last line."""
    release = NextRelease(tmp_path, stack.environment, EXPANDS)
    before = {name: service.pid for name, service in stack.services.items()}
    assert "Old processes survive these migrations: 2" in stack.manage(
        "check_migrations", "--pending", environment=release.environment
    )
    new, port = _application(stack, release.environment)
    try:
        assert _readiness(port) == (503, ["migrations"])
        with reading(get, "/tin-tuc-su-kien/") as wrong:
            stack.manage("migrate", "--no-input", "-v", "0", environment=release.environment)
            # The new release waits no longer.
            assert wait_until(lambda: _readiness(port)[0] == 200, 30)
        assert wrong == []
        later = newsroom.publish_later("Tin hẹn giờ giữa hai bản phát hành", seconds=5)
        # The web's old processes: written, submitted, signed, read.
        got = len(mailbox.letters)
        story = _written_and_signed(stack, newsroom, "Tin viết giữa hai bản phát hành")
        assert newsroom.state(story["id"]) == WHOLE
        assert becomes(story["path"], 200, within=10)
        assert story["lead"] in get(story["path"]).text
        # The new one reads what they wrote, and its columns stand in their rows.
        answer = _ask(port, story["path"])
        assert answer.status_code == 200
        assert story["lead"] in answer.text
        assert newsroom.row("SELECT next_rank, next_note FROM news_storypage", story["id"]) == [7, None]
        # What it has put there, an old process leaves alone.
        newsroom.write("UPDATE news_storypage SET next_note = 'của bản mới'", story["id"])
        newsroom.take_down(story["id"])
        assert becomes(story["path"], 410, within=10)
        assert newsroom.row("SELECT next_note FROM news_storypage", story["id"]) == ["của bản mới"]
        # The old workers: a picture's sizes, the mails, the hour.
        drawn = newsroom.draft("Tin ảnh giữa hai bản phát hành", picture=True)
        assert wait_until(lambda: newsroom.pictures(drawn["id"]), 60, every=0.5)
        assert wait_until(lambda: len(mailbox.letters) > got, 60)
        assert becomes(later["path"], 200, within=90)
        assert newsroom.publications(later["id"]) == 1
        assert newsroom.state(later["id"])["faults"] == []
        assert {name: service.pid for name, service in stack.services.items()} == before
        assert all(service.running for service in stack.services.values())
    finally:
        new.stop()
        for room in release.rooms:
            stack.manage("migrate", room, release.before[room], "-v", "0", environment=release.environment)
    # The way back is free: the release that was there never went.
    assert newsroom.state(newsroom.publish("Tin sau khi quay lại bản trước")["id"]) == WHOLE


def test_a_schema_that_old_processes_do_not_survive_is_refused(stack, newsroom, tmp_path):
    release = NextRelease(tmp_path, stack.environment, BREAKS)
    with pytest.raises(NotStarted, match=rf"workflow\.{NAME} adds decision\.next_wrong as NOT NULL"):
        stack.manage("check_migrations", "--pending", environment=release.environment)
    # It is right: whoever goes on all the same finds a newsroom that cannot submit, and nothing half stored.
    story = newsroom.draft("Tin gửi khi lược đồ không hợp")
    stack.manage("migrate", "--no-input", "-v", "0", environment=release.environment)
    try:
        with pytest.raises(RuntimeError, match="next_wrong"):
            newsroom.submit(story["id"])
        nothing = {"live": False, "signatures": 0, "approvals": 0, "decisions": [], "faults": []}
        assert newsroom.state(story["id"]) == nothing
    finally:
        stack.manage(
            "migrate", "workflow", release.before["workflow"], "-v", "0", environment=release.environment
        )
    newsroom.submit(story["id"])
    newsroom.sign(story["id"])
    assert newsroom.state(story["id"]) == WHOLE


def test_clocks_are_moved_over_the_hour(stack, newsroom, becomes):
    """The newsroom's clock was an hour behind when the hour was signed; the scheduler's is, too, and is set right."""
    stack.services["scheduler"].stop()
    title = "Tin hẹn giờ khi đồng hồ sai"
    # Ten minutes from then on, by that clock: fifty minutes ago by the right one.
    story = newsroom.publish_later_by_a_clock(title, seconds=600, moved=-HOUR)
    slow = _scheduler_with_a_clock(stack, -2 * HOUR)
    try:
        assert wait_until(newsroom.scheduler_is_behind, 60, every=0.5)
        assert newsroom.state(story["id"])["live"] is False
        # The administrators are told: a clock that was set back is no sign of life.
        assert title in newsroom.titles_that_wait()
        # The clock is right again, while a scheduler on another machine still has the wrong one.
        stack.services["scheduler"].start()
        assert becomes(story["path"], 200, within=90)
        assert slow.running
        fast = _scheduler_with_a_clock(stack, HOUR)
        try:
            assert wait_until(newsroom.scheduler_is_ahead, 60, every=0.1)
        finally:
            fast.kill()
    finally:
        slow.kill()
    state = newsroom.state(story["id"])
    assert state["live"] is True
    assert state["faults"] == []
    assert state["decisions"] == ["submitted", "signed", "scheduled", "published_late"]
    assert newsroom.publications(story["id"]) == 1
    assert "50 phút" in newsroom.comment_of_the_last_decision(story["id"])


def test_a_save_and_a_signature_in_the_same_moment(stack, newsroom, get):
    """Through nginx, which gives the two to different applications. Whoever comes first: public is what was signed."""
    chief = Browser(stack, newsroom.session("chanhvanphong"))
    second = newsroom.staff(0, 1)["chiefs"][0]
    # The author, whose editor was open before the submission; another approver, who may correct in review.
    savers = [Browser(stack, newsroom.session("phongvien")), Browser(stack, second["cookies"])]
    form, outcomes = newsroom.form(), []  # of each turn: is it public?
    for turn in range(10):
        story = newsroom.draft(f"Tin lưu và ký cùng lúc {turn}")
        number, saver = story["id"], savers[turn % 2]
        signed_lead = newsroom.leads([number])[str(number)]
        typed = f"Lời gõ trong lúc đang ký, lần {turn}."
        opened = saver.ask(editor(number))
        newsroom.submit(number)
        if turn % 2:
            opened = saver.ask(editor(number))
        shown = chief.ask(review(number))
        data = {**form, "title": f"Tin lưu và ký cùng lúc {turn}", "slug": f"luu-va-ky-{turn}", "lead": typed}
        saved, signed = _at_once(
            lambda saver=saver, data=data, number=number, opened=opened: saver.save(number, data, opened),
            lambda number=number, shown=shown: chief.sign(number, shown),
            # Once clearly the signature first, once clearly the save; then as close as it gets.
            ahead={0: -2.0, 1: 2.0}.get(turn, (turn - 6) * 0.04),
        )
        assert saved.status_code in (200, 302)
        assert signed.status_code in (302, 409)  # 409: not what was shown, look again
        state = newsroom.state(number)
        assert state["faults"] == []
        assert state["live"] is (signed.status_code == 302)
        assert (state["signatures"], state["approvals"]) == ((2, 1) if state["live"] else (1, 0))
        answer = get(f"{newsroom.path(number)}?luot={turn}")
        assert answer.status_code == (200 if state["live"] else 404)
        assert typed not in answer.text
        assert not state["live"] or signed_lead in answer.text
        # What was typed is stored as a draft, or stands in the form that is shown again.
        stored = newsroom.leads([number])[str(number)]
        assert stored in (typed, signed_lead)
        assert stored == typed or typed in saved.text
        outcomes.append(state["live"])
    assert outcomes[:2] == [True, False]


def _written_and_signed(stack: Any, newsroom: Any, title: str) -> dict[str, Any]:
    """Bring a story public by the newsroom's own forms; returns number, path and lead."""
    reporter = Browser(stack, newsroom.session("phongvien"))
    chief = Browser(stack, newsroom.session("chanhvanphong"))
    number, lead = newsroom.draft(title)["id"], f"Lời dẫn của {title}."
    data = {**newsroom.form(), "title": title, "slug": "viet-qua-mau", "lead": lead}
    assert reporter.save(number, data, reporter.ask(editor(number))).status_code == 302
    submitted = {**data, "action-submit": "1"}
    assert reporter.save(number, submitted, reporter.ask(editor(number))).status_code == 302
    assert chief.sign(number, chief.ask(review(number))).status_code == 302
    return {"id": number, "path": newsroom.path(number), "lead": lead}


def _application(stack: Any, environment: dict[str, str]) -> tuple[Service, int]:
    """Start a third application, in another environment; returns it and its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "cms.wsgi"]
    environment = {**environment, "GUNICORN_BIND": f"127.0.0.1:{port}"}
    return stack.beside(command, environment=environment, port=port), port


def _ask(port: int, path: str) -> requests.Response:
    """Ask an application without nginx, as nginx does."""
    headers = {"Host": "localhost", "X-Forwarded-Proto": "https"}
    return requests.get(f"http://127.0.0.1:{port}{path}", headers=headers, timeout=60, allow_redirects=False)


def _readiness(port: int) -> tuple[int, list[str]]:
    answer = _ask(port, "/readyz")
    return answer.status_code, answer.json()["failing"]


def _scheduler_with_a_clock(stack: Any, moved: int) -> Service:
    command = [sys.executable, "-m", "tests.stack.moved_clock", str(moved)]
    return stack.beside([*command, "publish_scheduled", "--every=1"])


def _at_once(first: Callable[[], Any], second: Callable[[], Any], *, ahead: float) -> list[Any]:
    """Do both in threads; the first so many seconds before the second (negative: after it). Returns what came."""
    together, came = threading.Barrier(2), [None, None]

    def run(place: int, wait: float, act: Callable[[], Any]) -> None:
        together.wait()
        time.sleep(max(0.0, wait))
        came[place] = act()

    threads = [
        threading.Thread(target=run, args=(0, -ahead, first)),
        threading.Thread(target=run, args=(1, ahead, second)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in came
    return came
