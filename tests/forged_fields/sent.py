"""What is sent to each address of the admin to which a reporter or collaborator may send something."""

from collections.abc import Callable
from dataclasses import dataclass, field

from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.media.models import PortalDocument, PortalImage
from cms.workflow.models import Delegation, ReviewRequest, TakeDown
from home.feedback.models import Letter
from news.importing.models import PendingImport
from news.models import ConferenceReportPage, Event, NewsArticlePage

from .filling import (
    EDIT,
    Desk,
    Form,
    accept,
    article_form,
    click,
    copy,
    credentials,
    deputy,
    event,
    first_of_many,
    new_password,
    of_event,
    of_many,
    page_form,
    request,
    shown,
    submission,
    with_file,
    with_tag,
)

ARTICLE = "pages/add/news/newsarticlepage/<int:parent_page_id>/"
REPORT = "pages/add/news/conferencereportpage/<int:parent_page_id>/"
# By when an answer can be asked for.
LATER = "2026-12-24T09:00"


@dataclass(frozen=True)
class Sent:
    """What is sent to an address, about one thing."""

    address: str
    # Which letter stands for it in the allow table; "" if none of its columns may take a forged value.
    letter: str
    form: Callable[[Desk], Form]
    # The models that the form is about.
    main: tuple[type, ...] = ()
    thing: str = "-"
    # Values that are forged in a way of their own, because the field would refuse any other.
    taken: Form = field(default_factory=dict)
    # What stays as it is honestly sent: files, and what says who is asking.
    kept: tuple[str, ...] = ()
    # It stores something by itself.
    stores: bool = True


ARTICLES, REPORTS = (NewsArticlePage,), (ConferenceReportPage,)

# Forms of which something is stored.
FORMS = [
    Sent(ARTICLE, "N", page_form, ARTICLES, "index"),
    Sent(REPORT, "N", lambda desk: page_form(desk, event_name="Hội nghị"), REPORTS, "index"),
    Sent(EDIT, "E", page_form, ARTICLES, "draft"),
    Sent(EDIT, "S", submission, ARTICLES, "draft", {"request-due_at": LATER}),
    Sent(EDIT, "U", page_form, ARTICLES, "public"),
    Sent("pages/<int:page_id>/revisions/<int:revision_id>/revert/", "U", article_form, ARTICLES, "public"),
    Sent("pages/<int:page_id>/copy/", "", copy, ARTICLES, "draft"),
    Sent("pages/<int:page_id>/delete/", "", click, ARTICLES, "draft"),
    # To where it stands already, which is its only place.
    Sent("pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/", "", click, ARTICLES, "draft"),
    Sent(
        "duyet/<int:page_id>/yeu-cau/", "Q", request, (ReviewRequest,), "waiting", {"request-due_at": LATER}
    ),
    Sent("documents/add/", "d", with_file("", "document"), (PortalDocument,), kept=("file",)),
    Sent(
        "documents/chooser/create/",
        "d",
        with_file("document-chooser-upload-", "document"),
        (PortalDocument,),
        kept=("document-chooser-upload-file",),
    ),
    Sent("documents/multiple/add/", "m", first_of_many("document"), (PortalDocument,), kept=("files[]",)),
    Sent("documents/edit/<int:document_id>/", "d", with_tag, (PortalDocument,), "document"),
    Sent("documents/multiple/<int:doc_id>/", "d", of_many("doc", "document"), (PortalDocument,), "document"),
    Sent("documents/delete/<int:document_id>/", "", click, (PortalDocument,), "document"),
    Sent("images/add/", "p", with_file("", "picture"), (PortalImage,), kept=("file",)),
    Sent(
        "images/chooser/create/",
        "p",
        with_file("image-chooser-upload-", "picture"),
        (PortalImage,),
        kept=("image-chooser-upload-file",),
    ),
    Sent("images/multiple/add/", "m", first_of_many("picture"), (PortalImage,), kept=("files[]",)),
    Sent("thu-vien-anh/tai-len/", "", lambda desk: {"file": desk.picture}, (PortalImage,), kept=("file",)),
    Sent("images/<int:image_id>/", "p", with_tag, (PortalImage,), "picture"),
    Sent("images/multiple/<int:image_id>/", "p", of_many("image", "picture"), (PortalImage,), "picture"),
    Sent("images/<int:image_id>/delete/", "", click, (PortalImage,), "picture"),
    Sent("documents/multiple/<int:doc_id>/delete/", "", click, (PortalDocument,), "document"),
    Sent("images/multiple/<int:image_id>/delete/", "", click, (PortalImage,), "picture"),
    Sent("bulk/media/portaldocument/add_tags/", "t", click, (PortalDocument,), "document"),
    Sent("bulk/media/portaldocument/add_to_collection/", "c", click, (PortalDocument,), "document"),
    Sent("bulk/media/portaldocument/delete/", "", click, (PortalDocument,), "document"),
    Sent("bulk/media/portalimage/add_tags/", "t", click, (PortalImage,), "picture"),
    Sent("bulk/media/portalimage/add_to_collection/", "c", click, (PortalImage,), "picture"),
    Sent("bulk/media/portalimage/delete/", "", click, (PortalImage,), "picture"),
    Sent("bulk/wagtailcore/page/delete/", "", click, ARTICLES, "draft"),
    Sent("snippets/news/event/add/", "V", event(), (Event,)),
    Sent("snippets/news/event/edit/<int:pk>/", "V", shown, (Event,), "event"),
    Sent("tin-hoi-nghi/", "v", event(), (Event,)),
    Sent("tin-hoi-nghi/<int:event_id>/<kind_of_story:kind>/", "H", of_event, REPORTS, "event"),
    Sent("tin-hoi-nghi/mau/<int:story_id>/", "", click, ARTICLES, "public"),
    Sent("thu-ban-doc/edit/<int:pk>/", "L", shown, (Letter,), "letter"),
    Sent("nhap-word/", "", lambda desk: {"text": "Tin mới\n\nNội dung."}, (PendingImport,)),
    Sent("nhap-word/<uuid:pk>/", "W", accept, (*REPORTS, PendingImport), "import", kept=("story-kind",)),
    Sent("nhap-word/<uuid:pk>/xoa/", "", click, (PendingImport,), "import"),
    Sent("account/", "A", shown, (UserProfile, User), kept=("locale-preferred_language",)),
    Sent("login/", "", credentials, (User,), kept=("username", "password")),
    Sent("password_reset/", "", lambda desk: {"email": desk.user.email}, (User,), kept=("email",)),
    Sent("password_reset/confirm/<uidb64>/<token>/", "", new_password, (User,)),
]
# What approvers send.
APPROVERS = [
    Sent(EDIT, "E", page_form, ARTICLES, "waiting"),
    Sent("duyet/<int:page_id>/", "", click, ARTICLES, "waiting"),
    Sent("duyet/<int:page_id>/dang-khan/", "", click, ARTICLES, "waiting", kept=("text",)),
    Sent("duyet/<int:page_id>/go-bai/", "K", click, (TakeDown, *ARTICLES), "public"),
    Sent("duyet/<int:page_id>/huy-hen-gio/", "K", click, ARTICLES, "scheduled"),
    Sent("uy-quyen/", "P", deputy, (Delegation,), taken={"ends_at": LATER, "starts_at": "2026-12-02T08:00"}),
]
# Nothing is stored there, or nothing but a session: buttons, choosers, previews, questions. They are sent forged
# values all the same.
STORES_NOTHING = {
    "pages/add/news/newsarticlepage/<int:parent_page_id>/preview/": article_form,
    "pages/<int:page_id>/edit/preview/": article_form,
    **dict.fromkeys(
        (
            *(
                "an-toan/thiet-bi-moi/",
                "login/ma/",
                "login/thiet-lap/",
                "logout/",
                "phien/",
                "sprite/",
                "failwhale/",
            ),
            *("choose-anchor-link/", "choose-email-link/", "choose-external-link/", "choose-phone-link/"),
            *(
                "embeds/chooser/",
                "embeds/chooser/upload/",
                "tag-autocomplete/",
                "tag-autocomplete/taggit/tag/",
            ),
            # Its chooser offers no form, so that what is sent is a fault of Wagtail's and nothing else.
            "snippets/choose/news/event/create/",
            "images/<int:image_id>/preview/<str:filter_spec>/",
            "images/chooser/<int:image_id>/select_format/",
            "editing-sessions/ping/wagtailcore/page/<str:object_id>/<int:session_id>/",
            "editing-sessions/release/<int:session_id>/",
            *("pages/search/", "pages/search/results/", "pages/<int:parent_page_id>/add_subpage/"),
            *("pages/<int:page_id>/revisions/", "pages/<int:page_id>/view_draft/"),
            "pages/workflow/confirm_cancellation/<int:page_id>/",
            "pages/<int:page_to_move_id>/move/",
            "pages/add/news/conferencereportpage/<int:parent_page_id>/preview/",
            "pages/add/news/storypage/<int:parent_page_id>/preview/",
            "pages/add/wagtailcore/page/<int:parent_page_id>/preview/",
            "pages/create/home/homepage",
            "pages/create/home/standardpage",
            "pages/create/news/albumindexpage",
            "pages/create/news/conferencereportpage",
            "pages/create/news/newsarticlepage",
            "pages/create/news/newsindexpage",
            "pages/create/news/storypage",
            "pages/create/wagtailcore/page",
            *("settings/proofing/proofingsettings/", "soat-bai/", "workflows/task_chooser/<int:task_id>/"),
        ),
        click,
    ),
}
# What such a form could be about, by the thing that its address names.
ABOUT: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("draft", "waiting", "scheduled", "public", "index"), ARTICLES),
    "picture": (PortalImage,),
    "document": (PortalDocument,),
}


def sent_to(address: str, thing: str) -> Sent:
    """Return what is sent to an address where nothing is stored."""
    return Sent(address, "", STORES_NOTHING[address], ABOUT.get(thing, (User,)), thing, stores=False)
