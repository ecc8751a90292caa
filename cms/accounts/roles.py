"""The roles of the newsroom as code: one place that says who may do what.

``setup_portal`` writes them into Wagtail's groups. Nobody holds Wagtail's ``publish``, ``unpublish`` or
``bulk_delete`` right: publication belongs to the review (docs/review.md).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """A group and its rights.

    ``news_rights`` and ``site_rights`` are Wagtail page permissions on the news index and on the home page;
    ``file_rights`` are rights on the collections of pictures and documents; ``rights`` are model permissions
    as ``app.codename``.
    """

    name: str
    approver: bool = False
    news_rights: tuple[str, ...] = ()
    site_rights: tuple[str, ...] = ()
    file_rights: tuple[str, ...] = ()
    rights: tuple[str, ...] = ("wagtailadmin.access_admin",)


# Readers' letters go to those who can correct a story, and to nobody else: they hold names and addresses.
EDITORIAL = (
    "wagtailadmin.access_admin",
    "feedback.view_letter",
    "feedback.change_letter",
    # Events are entered once for all stories; nobody deletes one (news/events/permissions.py).
    "news.add_event",
    "news.change_event",
    "news.view_event",
)

# Everybody's royalties, and marking them as paid; coefficients are set by the approvers' role itself.
ROYALTIES = ("royalties.view_royalty", "royalties.pay_royalty")

REPORTER = Role("Phóng viên", news_rights=("add",), file_rights=("add", "choose"), rights=EDITORIAL)
COLLABORATOR = Role(
    "Cộng tác viên",
    news_rights=("add",),
    file_rights=("add", "choose"),
    rights=("wagtailadmin.access_admin", "news.view_event"),
)
CHIEF = Role(
    "Chánh Văn phòng",
    approver=True,
    site_rights=("add", "change", "lock"),
    file_rights=("add", "change", "choose"),
    # Whoever asks that a letter be deleted asks the chief of office.
    rights=(*EDITORIAL, "feedback.delete_letter", *ROYALTIES),
)
DEPUTY_CHIEF = Role(
    "Phó Chánh Văn phòng",
    approver=True,
    site_rights=("add", "change", "lock"),
    file_rights=("add", "change", "choose"),
    # Whoever asks that a letter be deleted asks the chief of office.
    rights=(*EDITORIAL, "feedback.delete_letter", *ROYALTIES),
)
# Separation of duties: the administrator runs the portal and signs nothing.
ADMINISTRATOR = Role(
    "Quản trị viên",
    site_rights=("add", "change", "unlock"),
    file_rights=("add", "change", "choose"),
    rights=(
        "wagtailadmin.access_admin",
        "accounts.add_user",
        "accounts.change_user",
        "auth.view_group",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        *ROYALTIES,
        "royalties.add_rate",
        "royalties.change_rate",
        "royalties.delete_rate",
        "royalties.view_rate",
        "royalties.change_genrerate",
        "royalties.view_genrerate",
        "royalties.add_penname",
        "royalties.change_penname",
        "royalties.delete_penname",
        "royalties.view_penname",
        "news.add_category",
        "news.change_category",
        "home.change_portalsettings",
        "proofing.change_proofingsettings",
        "home.add_servicenotice",
        "home.change_servicenotice",
        "home.delete_servicenotice",
        "home.view_servicenotice",
        "workflow.add_holiday",
        "workflow.change_holiday",
        "workflow.delete_holiday",
        "workflow.view_holiday",
        "search.add_searchsynonym",
        "search.change_searchsynonym",
        "search.delete_searchsynonym",
        "search.view_searchsynonym",
    ),
)

ROLES = (REPORTER, COLLABORATOR, CHIEF, DEPUTY_CHIEF, ADMINISTRATOR)
APPROVER_ROLES = tuple(role for role in ROLES if role.approver)
