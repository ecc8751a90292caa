"""What a forged form names and no screen offered: others' rows, closed files, more rows than there may be."""

import pytest
from modelcluster.models import get_all_child_relations
from wagtail.models import Collection, Comment, Page

from cms.media.access import may_see
from cms.media.models import PortalDocument, PortalImage

from .admin_surface import things
from .admin_surface.addresses import filled
from .filled import fill
from .forged_fields import filling, sent, stored
from .forged_fields.trying import Newsroom, post
from .forged_fields.values import CALLED

pytestmark = [
    # What the fixtures ask for by name, nobody sees beforehand.
    pytest.mark.django_db,
    pytest.mark.once,
]


@pytest.fixture
def newsroom(request) -> Newsroom:
    return Newsroom(request)


@pytest.fixture
def closed(newsroom):
    """A picture and a document in a collection that only superusers may use."""
    closed = Collection.get_first_root_node().add_child(instance=Collection(name="Hồ sơ mật"))
    return things.new_files("Hồ sơ mật", 92, closed)


BODY = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0"}
PICTURE = {
    "body-0-type": "picture",
    "body-0-value-caption": "",
    "body-0-value-alt": "a",
    "body-0-value-credit": "",
}


def naming(files) -> dict[str, dict]:
    """Return by which fields of the editor a file can be named."""
    picture, document = str(files["picture"].pk), str(files["document"].pk)
    return {
        "lead picture": {"lead_image": picture},
        "gallery": {"gallery_images-0-image": picture},
        "attachment": {"attachments-0-document": document},
        "picture in the text": {**BODY, **PICTURE, "body-0-value-image": picture},
        "document in the text": {
            **BODY,
            "body-0-type": "document",
            "body-0-value-document": document,
            "body-0-value-title": "",
        },
    }


@pytest.mark.parametrize("address", [filling.EDIT, sent.ARTICLE, f"{filling.EDIT}preview/"])
def test_a_closed_file_is_not_opened_by_its_number(address, newsroom, closed):
    """A file that the library does not offer is named nowhere: whoever edits a page that stands on it may see it."""
    thing = "draft" if "edit" in address else "index"
    desk = newsroom.desk_of("reporter")(sent.Sent(address, "", filling.article_form, thing=thing))
    form, user = filling.article_form(desk), newsroom.people["reporter"]
    taken = {}
    for files in (closed, newsroom.files):
        for where, names in naming(files).items():
            text = {name: value for name, value in form.items() if not name.startswith("body-")}
            sends = {**(text if "body-count" in names else form), **names}

            def sees(files=files, where=where):
                return may_see(user, files["document" if where.startswith(("doc", "att")) else "picture"])

            answer, seen = post(desk.client, filled(address, desk.values), sends, sees)
            accepted = answer.status_code == 302 or b'"is_valid": true' in answer.content
            taken[where, files is closed] = (accepted, seen)
    ways = naming(closed)
    assert taken == {
        **{(where, True): (False, False) for where in ways},
        **{(where, False): (True, True) for where in ways},
    }


def test_a_closed_file_stays_where_somebody_else_put_it(newsroom, closed, reporter):
    desk = newsroom.desk_of("reporter")(sent.Sent(filling.EDIT, "", filling.page_form, thing="draft"))
    story = Page.objects.get(pk=desk.values["page_id"]).specific
    story.lead_image, story.lead_image_alt = closed["picture"], "Hội trường"
    story.save_revision(user=newsroom.people["chief"])
    form = filling.page_form(desk)
    assert form["lead_image"] == str(closed["picture"].pk)

    def kept():
        return Page.objects.get(pk=story.pk).get_latest_revision().content["lead_image"]

    answer, number = post(desk.client, filled(desk.address, desk.values), {**form, "lead": "Khác."}, kept)
    assert (answer.status_code, number) == (302, closed["picture"].pk)


@pytest.fixture
def others_rows(newsroom, other_reporter) -> dict[str, int]:
    """One row of each kind of another author's draft, by the name of its formset."""
    story = newsroom.made.make_story(other_reporter, title="Bản thảo khác", lead="Lời dẫn.")
    fill(story, "Khác", files=newsroom.files, target=newsroom.files["story"])
    story.save()
    Comment.objects.create(page=story, user=other_reporter, text="Khác", contentpath="lead")
    story.save_revision(user=other_reporter)
    rows = {
        CALLED.get(relation.get_accessor_name(), relation.get_accessor_name()): row.pk
        for relation in get_all_child_relations(type(story))
        for row in relation.related_model.objects.filter(**{relation.field.name: story.pk})
    }
    return {name: number for name, number in rows.items() if name != "tagged_items"}


def test_no_row_of_anothers_story_is_taken(newsroom, others_rows):
    """Neither moved into the own story, nor changed, nor deleted, however the form numbers its rows."""
    desk = newsroom.desk_of("reporter")(sent.Sent(filling.EDIT, "", filling.page_form, thing="draft"))
    form, mine = filling.page_form(desk), desk.values["page_id"]
    assert set(others_rows) == {name.split("-")[0] for name in form if name.endswith("-TOTAL_FORMS")}
    before = of_others(stored.rows(), mine)
    for name, number in others_rows.items():
        for initial, delete in (("0", ""), ("1", ""), ("1", "on")):
            row = {f"{name}-INITIAL_FORMS": initial, f"{name}-0-id": str(number), f"{name}-0-DELETE": delete}
            answer, after = post(desk.client, filled(desk.address, desk.values), {**form, **row})
            assert answer.status_code < 500, row
            assert stored.differences(before, of_others(after, mine)) == set(), row
            versions = [values for (table, _pk), values in after.items() if table == stored.VERSION]
            own = [values for values in versions if values[f"{REVISION}.object_id"] == str(mine)]
            assert all(number not in values.get(f"version.{name}.pk", []) for values in own), row


REVISION = "wagtailcore.revision"


def of_others(rows: stored.Rows, mine: int) -> stored.Rows:
    """Return the rows of pages and their children that are there, but those of that page."""
    ends = (".story_id", ".page_id", ".object_id", ".storypage_ptr_id", ".page_ptr_id", ".content_object_id")
    return {
        key: values
        for key, values in rows.items()
        if (owners := {str(value) for name, value in values.items() if name.endswith(ends)})
        and str(mine) not in owners
    }


def test_there_are_no_more_rows_than_the_form_allows(newsroom):
    """However many the form says that there are, or may be; and their order is a number or nothing."""
    desk = newsroom.desk_of("reporter")(sent.Sent(filling.EDIT, "", filling.page_form, thing="draft"))
    form = filling.page_form(desk)
    most = {
        name.removesuffix("-MAX_NUM_FORMS"): int(limit)
        for name, limit in form.items()
        if name.endswith("-MAX_NUM_FORMS") and int(limit) < 1000
    }
    assert {"gallery_images", "contributions", "attachments", "related"} <= set(most)
    before = stored.rows()
    for name, limit in most.items():
        more = {
            key.replace(f"{name}-0-", f"{name}-{number}-"): value
            for number in range(limit + 1)
            for key, value in form.items()
            if key.startswith(f"{name}-0-")
        }
        counts = {f"{name}-TOTAL_FORMS": str(limit + 1), f"{name}-MAX_NUM_FORMS": "100000"}
        answer, after = post(desk.client, filled(desk.address, desk.values), {**form, **more, **counts})
        assert answer.status_code == 200, name
        assert stored.differences(before, after) <= FOLLOWED, name
    for odd in ("-1", "x", "", "1e9", str(10**9), str(10**30)):
        for name in ("gallery_images-TOTAL_FORMS", "gallery_images-INITIAL_FORMS", "gallery_images-0-ORDER"):
            answer, after = post(desk.client, filled(desk.address, desk.values), {**form, name: odd})
            assert answer.status_code < 500, (name, odd)
            assert sum(table == "news_galleryimage" for table, _pk in after) <= most["gallery_images"], (
                name,
                odd,
            )


# That the person now follows the page's comments is noted before its form is read.
FOLLOWED = {
    f"wagtailcore.pagesubscription.{name}" for name in ("id", "user_id", "page_id", "comment_notifications")
}


def test_no_version_of_another_page_is_written_over(newsroom, other_reporter):
    desk = newsroom.desk_of("reporter")(sent.Sent(filling.EDIT, "", filling.page_form, thing="draft"))
    form, mine = filling.page_form(desk), desk.values["page_id"]
    before = of_others(stored.rows(), mine)
    others = newsroom.files["story"].latest_revision_id
    for name in ("overwrite_revision_id", "revision", "loaded_revision_id"):
        names = {name: str(others)}
        _answer, after = post(desk.client, filled(desk.address, desk.values), {**form, **names})
        assert stored.differences(before, of_others(after, mine)) == set(), names


def test_no_file_goes_where_its_person_may_not_put_it(newsroom, closed):
    """New, described, edited or in bulk: never into a collection that is closed to whoever sends it."""
    desk_for, number = newsroom.desk_of("reporter"), str(closed["picture"].collection_id)
    forms = [
        form for form in sent.FORMS if set(form.main) & {PortalImage, PortalDocument} and form.letter != "t"
    ]
    assert {"d", "p", "m", "c"} <= {form.letter for form in forms}
    for form in forms:
        desk = desk_for(form)
        honest = form.form(desk)
        named = [name for name in honest if name.rpartition("-")[2] == "collection"]
        sends = {**honest, **dict.fromkeys([*named, "collection", "collection_id"], number)}
        _answer, after = post(desk.client, filled(desk.address, desk.values), sends)
        columns = ("media.portalimage.collection_id", "media.portaldocument.collection_id")
        inside = [values for values in after.values() for name in columns if str(values.get(name)) == number]
        assert len(inside) == len(closed), form.address
