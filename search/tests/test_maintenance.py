"""The index follows what the public may see: publishing, take-down, moves, deletion, privacy, faults."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from wagtail.models import Page, PageViewRestriction

from search import index, maintenance, sources
from search.models import SearchEntry
from search.tests.documents import document, found, store

pytestmark = pytest.mark.django_db


def indexed() -> set[int]:
    return set(SearchEntry.objects.values_list("page_id", flat=True))


def test_what_is_published_is_found_after_the_commit(publish):
    page = publish("Cải cách hành chính", "Một cửa liên thông.")
    assert found("cải cách") == found("mot cua") == [page.pk]


def test_a_draft_is_not_found(home, standard_page):
    home.add_child(instance=standard_page(title="Bản nháp mật", live=False)).save_revision()
    assert indexed() == set()
    maintenance.rebuild()
    assert found("bản nháp mật") == []


def test_a_page_taken_down_is_gone_within_the_same_transaction(publish):
    page = publish("Cải cách")
    page.unpublish()
    assert page.pk not in indexed()
    assert found("cải cách") == []


def test_a_page_that_was_taken_down_before_the_commit_ran_is_not_put_in(publish):
    page = publish("Cải cách")
    page.unpublish()
    maintenance.refresh([page.pk])
    assert page.pk not in indexed()


def test_a_deleted_page_leaves_the_index_with_its_children(home, standard_page):
    parent = home.add_child(instance=standard_page(title="Giới thiệu chung", live=False))
    child = parent.add_child(instance=standard_page(title="Cơ cấu tổ chức", live=False))
    store(document(parent.pk, parent.title), document(child.pk, child.title), document(987_654, "Trang khác"))
    Page.objects.get(pk=parent.pk).delete()
    assert indexed() == {987_654}


def test_privacy_takes_a_whole_branch_out_and_its_end_brings_it_back(
    publish, django_capture_on_commit_callbacks
):
    parent = publish("Giới thiệu chung")
    child = publish("Cơ cấu tổ chức", parent=parent)
    other = publish("Liên hệ công tác")
    restriction = PageViewRestriction.objects.create(page=parent, restriction_type=PageViewRestriction.LOGIN)
    assert indexed() == {other.pk}
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert {parent.pk, child.pk, other.pk} <= indexed()


def test_a_page_moved_out_of_the_site_is_gone_and_comes_back_with_it(
    publish, home, django_capture_on_commit_callbacks
):
    page = publish("Cải cách")
    outside = home.get_parent().add_child(instance=Page(title="Kho", slug="kho", live=False))
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=page.pk).move(outside, pos="last-child")
    assert page.pk not in indexed()
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=page.pk).move(Page.objects.get(pk=home.pk), pos="last-child")
    assert page.pk in indexed()


def test_a_broken_index_stops_neither_publication_nor_take_down(publish, monkeypatch):
    taken_down = publish("Cải cách")

    def broken(*args, **kwargs):
        raise DatabaseError("malformed")

    monkeypatch.setattr(index, "discard", broken)
    monkeypatch.setattr(index, "store", broken)
    published = publish("Thể thao")
    taken_down.unpublish()
    taken_down.refresh_from_db()
    assert (published.live, taken_down.live) == (True, False)


def test_rebuilding_repairs_every_kind_of_drift(publish):
    missing, outdated = publish("Cải cách"), publish("Tuyển dụng")
    index.discard([missing.pk])
    SearchEntry.objects.filter(page_id=outdated.pk).update(title="Cũ", digest="")
    store(document(987_654, "Trang đã gỡ"))
    with pytest.raises(CommandError):
        call_command("check_search_index", stdout=(said := io.StringIO()))
    assert re.search(rf"not in the index: .*\b{missing.pk}\b", said.getvalue())
    assert "not public: 987654" in said.getvalue()
    assert f"than their page: {outdated.pk}" in said.getvalue()

    call_command("rebuild_search_index", stdout=io.StringIO())
    call_command("check_search_index", stdout=(said := io.StringIO()))
    assert "in step" in said.getvalue()
    assert found("cải cách") == [missing.pk]
    assert found("trang đã gỡ") == []
    assert found("tuyển dụng") == [outdated.pk]


def test_a_lost_table_of_tokens_is_noticed_and_rebuilt(publish):
    page = publish("Cải cách")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_tokens")
    assert found("cải cách") == []
    assert maintenance.drift().without_tokens > 0
    maintenance.rebuild()
    assert found("cải cách") == [page.pk]
    assert not maintenance.drift()


def test_lost_entries_whose_tokens_were_kept_are_rebuilt(publish):
    page = publish("Cải cách")
    SearchEntry.objects.all()._raw_delete("default")
    maintenance.rebuild()
    assert found("cải cách") == [page.pk]


def test_rebuilding_an_index_that_is_in_step_stores_nothing(publish):
    publish("Cải cách")
    maintenance.rebuild()
    assert maintenance.rebuild() == (0, 0)
    stored, removed = maintenance.rebuild(everything=True)
    assert (stored, removed) == (len(indexed()), 0)


def test_documents_stream_over_the_edge_of_a_batch(publish, monkeypatch):
    monkeypatch.setattr(sources, "_BATCH", 2)
    monkeypatch.setattr(maintenance, "_BATCH", 2)
    pages = {publish(f"Trang số {number}").pk for number in range(5)}
    assert pages <= {each.page_id for each in sources.documents()}
    assert len(list(sources.documents())) == len(list(sources.searchable_ids()))
    assert maintenance.rebuild(everything=True)[0] == len(list(sources.documents()))


def test_evaluation_fails_below_the_thresholds(tmp_path):
    (tmp_path / "articles.json").write_text('[{"id": "a", "title": "Một", "lead": "", "body": ""}]', "utf-8")
    (tmp_path / "queries.json").write_text('{"queries": [{"query": "hai", "expected": ["a"]}]}', "utf-8")
    with pytest.raises(CommandError) as failure:
        call_command("evaluate_search", set=tmp_path, stdout=(said := io.StringIO()))
    assert failure.value.returncode == 1
    assert "0.000" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("evaluate_search", set=tmp_path / "nothing", stdout=io.StringIO())


def test_a_new_version_of_the_tokens_is_an_index_to_be_rebuilt_that_answers_meanwhile(publish, monkeypatch):
    monkeypatch.setattr(index, "VERSION", index.VERSION - 1)
    page = publish("Quản lý nhà nước")
    monkeypatch.undo()
    assert maintenance.drift().outdated == [page.pk]
    assert found("quan ly nha nuoc") == [page.pk]
    assert maintenance.rebuild() == (1, 0)
    assert not maintenance.drift()
