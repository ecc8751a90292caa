"""The editor's tabs and panels, named, in the order in which a reporter thinks.

First what happened (title, lead, text), then the pictures, then – for a conference – the event and who
spoke, then who wrote it and where it belongs, last when it should appear.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from cms.completeness import ReviewedPageForm
from cms.widgets import VietnameseSlugInput
from news.event_panel import EventDifferences
from news.gallery_panel import GalleryPanel

TEXT = [
    FieldPanel("title"),
    FieldPanel("lead"),
    FieldPanel("body"),
    FieldPanel("short_title"),
]

LEAD_PICTURE = MultiFieldPanel(
    [
        FieldPanel("lead_image"),
        FieldPanel("lead_image_caption"),
        FieldPanel("lead_image_alt"),
        FieldPanel("lead_image_credit"),
    ],
    heading=_("Lead picture"),
)

GALLERY = GalleryPanel(
    "gallery_images",
    chooser_field_name="image",
    heading=_("Gallery"),
    label=_("Picture"),
    help_text=_(
        "Each picture needs a description for those who cannot see it, or the tick “Decorative”. "
        "Drag the pictures into their order, or use the arrows."
    ),
    min_num=0,
    max_num=60,
)

EVENT = MultiFieldPanel(
    [
        FieldPanel("event"),
        EventDifferences(),
        FieldPanel("event_name"),
        FieldPanel("event_type"),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
        FieldPanel("location"),
        FieldPanel("organiser"),
        FieldPanel("chair"),
        FieldPanel("attendance"),
    ],
    heading=_("Event"),
)

SPEECHES = InlinePanel(
    "speeches",
    heading=_("Speeches"),
    label=_("Speech"),
    help_text=_("In the order of the day. They are printed after the text, or where a block of it says."),
    max_num=40,
)

BYLINE = InlinePanel(
    "contributions",
    heading=_("Authors (news, article, photographs)"),
    label=_("Author"),
    help_text=_("The byline is made from these rows: “Tin, bài: … – Ảnh: …”."),
    max_num=20,
)

WHERE = [
    FieldRowPanel([FieldPanel("category", widget=forms.Select), FieldPanel("genre")]),
    FieldPanel("tags"),
    FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
]
PLACE = MultiFieldPanel(WHERE, heading=_("Where it belongs"))
# A conference report has its event where the event is told.
PLACE_AND_EVENT = MultiFieldPanel([*WHERE, FieldPanel("event")], heading=_("Where it belongs"))

ATTACHMENTS = InlinePanel("attachments", heading=_("Attachments"), label=_("Attachment"), max_num=20)
RELATED = InlinePanel("related", heading=_("Related stories"), label=_("Story"), max_num=8)

CORRECTIONS = InlinePanel(
    "corrections",
    heading=_("Corrections"),
    label=_("Correction"),
    help_text=_("Public, with its date, at the head of the story. It stays for ever once it was published."),
)

PUBLICATION = [
    HelpPanel(
        heading=_("Publication"),
        content=_(
            "The story appears when it has its two signatures, or at the hour given here. "
            "The hour is part of what is signed."
        ),
    ),
    PublishingPanel(),
    FieldPanel("slug", widget=VietnameseSlugInput),
    CORRECTIONS,
    CommentPanel(),
]


def story_tabs(*conference_panels) -> TabbedInterface:
    """Return the tabs of a story's editor, with the conference's tab if it has panels."""
    tabs = [
        ObjectList(TEXT, heading=_("Story text")),
        ObjectList([LEAD_PICTURE, GALLERY], heading=_("Pictures")),
    ]
    if conference_panels:
        tabs.append(ObjectList(list(conference_panels), heading=_("Conference")))
    tabs += [
        ObjectList(
            [BYLINE, PLACE if conference_panels else PLACE_AND_EVENT, ATTACHMENTS, RELATED],
            heading=_("Authors and place"),
        ),
        ObjectList(PUBLICATION, heading=_("Publication")),
    ]
    return TabbedInterface(tabs, base_form_class=ReviewedPageForm)
