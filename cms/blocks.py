"""The body blocks that a reporter needs, and no others.

Names are stable: they are stored in every revision. Pictures are blocks of their own, never inside rich
text, so that each has its caption, alternative text and credit.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from cms import vietnamese
from cms.char_block import CleanCharBlock
from cms.picture_words import alt_problem
from cms.rich_text_block import CleanRichTextBlock

INLINE_FEATURES = ["bold", "italic", "link", "document-link"]
TEXT_FEATURES = [*INLINE_FEATURES, "ol", "ul", "superscript", "subscript"]
DOCUMENT_TITLE_MAX = 200


def title_to_print(document) -> str:
    """Return the title of a document where a page gives it none."""
    return vietnamese.normalise(document.title)[:DOCUMENT_TITLE_MAX] if document else ""


class HeadingBlock(blocks.StructBlock):
    """A heading inside the story; the title is the page's only h1."""

    text = CleanCharBlock(label=_("Text"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Section heading")), ("h3", _("Subsection")), ("h4", _("Sub-subsection"))],
        default="h2",
    )

    class Meta:
        icon = "title"
        template = "blocks/heading.html"
        label = _("Heading")
        label_format = "{text}"
        preview_value = {"text": "Kết quả nổi bật", "level": "h2"}
        description = _("A heading that divides a long text.")


class QuotationBlock(blocks.StructBlock):
    """Words of a person, with who said them."""

    text = CleanRichTextBlock(label=_("Quoted words"), features=INLINE_FEATURES)
    speaker = CleanCharBlock(label=_("Speaker"), max_length=120, required=False)
    position = CleanCharBlock(label=_("Position"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        template = "blocks/quotation.html"
        label = _("Quotation")
        preview_value = {
            "text": "<p>Lấy sự hài lòng của người dân làm thước đo.</p>",
            "speaker": "Nguyễn Thị An",
            "position": "Giám đốc Sở",
        }
        description = _(
            "Words of a person, printed with the name and the position. Quotation marks are added."
        )


class SpeechPlaceBlock(blocks.StructBlock):
    """The place in the running text where a speech of the conference's list is printed."""

    number = blocks.IntegerBlock(
        label=_("Number of the speech"),
        min_value=1,
        max_value=99,
        default=1,
        help_text=_("1 for the first speech of the list in the tab “Conference”, 2 for the second …"),
    )

    class Meta:
        icon = "openquote"
        template = "blocks/speech_place.html"
        label = _("Speech from the list")
        label_format = "{number}"
        preview_value = {"number": 1}
        description = _("Prints a speech of the conference at this place instead of after the text.")


class OrdinalListBlock(blocks.StructBlock):
    """Một là, Hai là …: the words come from the position and are never typed."""

    items = blocks.ListBlock(
        CleanRichTextBlock(label=_("Item"), features=INLINE_FEATURES),
        label=_("Items"),
        min_num=1,
        max_num=20,
    )

    class Meta:
        icon = "list-ol"
        template = "blocks/ordinal_list.html"
        label = _("Ordinal list (Một là, Hai là …)")
        preview_value = {"items": ["<p>Đẩy mạnh tuyên truyền;</p>", "<p>Tăng cường kiểm tra.</p>"]}
        description = _("Một là, Hai là, Ba là … are added by themselves: do not type them.")

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["labelled_items"] = [
            (vietnamese.ordinal_label(number), item) for number, item in enumerate(value["items"], start=1)
        ]
        return context


class PictureBlock(blocks.StructBlock):
    """A picture with its caption, alternative text and credit."""

    image = ImageChooserBlock(label=_("Picture"))
    caption = CleanCharBlock(
        label=_("Caption"), max_length=300, required=False, help_text=_("Printed under the picture.")
    )
    alt = CleanCharBlock(
        label=_("Alternative text"),
        max_length=300,
        required=False,
        help_text=_("What the picture shows, for those who cannot see it. It does not repeat the caption."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decorative"), required=False, help_text=_("The picture says nothing that the text does not.")
    )
    credit = CleanCharBlock(
        label=_("Credit"), max_length=160, required=False, help_text=_("Who took the picture.")
    )

    class Meta:
        icon = "image"
        template = "blocks/picture.html"
        label = _("Picture")
        preview_template = "blocks/preview_without_picture.html"
        description = _("One picture across the column.")

    def clean(self, value):
        cleaned = super().clean(value)
        # A draft may lack the words for its pictures; a submission may not.
        if not self.is_deferred_validation:
            problem = alt_problem(
                cleaned["image"], cleaned["alt"], cleaned["caption"], decorative=cleaned["decorative"]
            )
            if problem:
                raise blocks.StructBlockValidationError(block_errors={"alt": ValidationError(problem)})
        return cleaned


class PictureRowBlock(blocks.StructBlock):
    """Two or three pictures beside each other."""

    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=3)

    class Meta:
        icon = "image"
        template = "blocks/picture_row.html"
        label = _("Row of pictures")
        preview_template = "blocks/preview_without_picture.html"
        description = _("Two or three pictures side by side.")


class TableBlock(TypedTableBlock):
    """A table of texts and numbers with a caption and real header cells."""

    class Meta:
        icon = "table"
        template = "blocks/table.html"
        label = _("Table")
        description = _("A table; its first row is the heading.")

    def clean(self, value):
        """Clean what is text without being a block: the headings and the caption."""
        cleaned = super().clean(value)
        for column in cleaned.columns:
            column["heading"] = vietnamese.normalise(column["heading"] or "")
        cleaned.caption = vietnamese.normalise(cleaned.caption or "")
        return cleaned


class KeyFigureBlock(blocks.StructBlock):
    """One number that matters, said large."""

    value = CleanCharBlock(label=_("Figure"), max_length=40, help_text=_("For example 98,5%"))
    label = CleanCharBlock(label=_("What it counts"), max_length=200)
    source = CleanCharBlock(label=_("Source"), max_length=200, required=False)

    class Meta:
        icon = "order"
        template = "blocks/key_figure.html"
        label = _("Key figure")
        label_format = "{value}"
        preview_value = {"value": "98,5%", "label": "hồ sơ giải quyết đúng hạn", "source": "Báo cáo quý III"}
        description = _("One number that matters, with what it counts and its source.")


class DocumentBlock(blocks.StructBlock):
    """A file to download, with its type and size."""

    document = DocumentChooserBlock(label=_("Document"))
    title = CleanCharBlock(
        label=_("Title"),
        max_length=DOCUMENT_TITLE_MAX,
        required=False,
        help_text=_("The document's own title if left empty."),
    )

    class Meta:
        icon = "doc-full"
        template = "blocks/document.html"
        label = _("Document")
        preview_template = "blocks/preview_without_picture.html"
        description = _("A file that the reader can download.")

    def clean(self, value):
        """Write the words that will be printed into what is saved, so that they are signed.

        Into drafts too: an approver's correction is saved like one.
        """
        cleaned = super().clean(value)
        if not cleaned["title"]:
            cleaned["title"] = title_to_print(cleaned["document"])
        return cleaned


class VideoBlock(blocks.StructBlock):
    """A video that loads nothing from its host until the reader asks for it."""

    url = blocks.URLBlock(label=_("Address"), max_length=400, help_text=_("The address of the video's page."))
    title = CleanCharBlock(label=_("Title"), max_length=200)

    class Meta:
        icon = "media"
        template = "blocks/video.html"
        label = _("Video")
        label_format = "{title}"
        preview_value = {"url": "https://example.com/video", "title": "Phóng sự ngắn"}
        description = _("A link to a video. Nothing is loaded from its site before the reader clicks.")

    def clean(self, value):
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not cleaned["url"].startswith("https://"):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("The address must begin with https://."))}
            )
        return cleaned


TEXT_BLOCKS = [
    (
        "paragraph",
        CleanRichTextBlock(
            label=_("Paragraph"),
            features=TEXT_FEATURES,
            template="blocks/paragraph.html",
            icon="pilcrow",
            preview_value="<p>Sáng nay, Sở Nội vụ tổ chức hội nghị sơ kết công tác sáu tháng đầu năm.</p>",
            description=_("Running text. Pictures are blocks of their own."),
        ),
    ),
    ("heading", HeadingBlock()),
    ("quotation", QuotationBlock()),
    ("ordinal_list", OrdinalListBlock()),
    ("picture", PictureBlock()),
    ("picture_row", PictureRowBlock()),
    (
        "table",
        TableBlock(
            [
                ("text", CleanCharBlock(label=_("Text"), required=False)),
                ("number", CleanCharBlock(label=_("Number"), required=False)),
            ]
        ),
    ),
    ("key_figure", KeyFigureBlock()),
    ("document", DocumentBlock()),
    ("video", VideoBlock()),
]

# The one table of stories has one body field, so the conference's block stands there for all of them;
# news/models/article.py refuses it where there is no conference.
STORY_BLOCKS = [*TEXT_BLOCKS, ("speech", SpeechPlaceBlock())]
