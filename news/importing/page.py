"""The page taken apart by its labels, before anything is read into the sentences."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.importing import byline as by
from news.importing import labels
from news.importing.headings import heading_rank
from news.importing.lines import Line, is_in_capitals
from news.importing.paragraph import block_in, role_of
from news.importing.recognised import Note, RecognisedContribution
from news.importing.refusal import ImportRefused

MAX_TITLE = 255  # what a page's title holds
_SHORT = 60  # characters: a line behind the byline that is shorter, and no sentence, belongs to the old site

_TAIL = 8  # lines: so many at most are read backwards from the end of the page


@dataclass
class Page:
    """The labelled parts of a page; `paragraphs` is the text that remains, in order."""

    title: str = ""
    lead: str = ""
    views: int | None = None
    published: date | None = None
    captions: list[str] = field(default_factory=list)
    bylines: list[by.Byline] = field(default_factory=list)
    source_name: str = ""
    paragraphs: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, kind, field_name: str, message, text: str = "") -> None:
        """Add a note."""
        self.notes.append(Note(kind, field_name, message, text))


def take_apart(lines: list[Line]) -> Page:
    """Find title, lead, views, captions, byline and source by their labels and places.

    lines: as clean_lines makes them. Raises ImportRefused when there is no title.
    """
    page = Page()
    rest = _cut_other_stories(page, lines)
    rest = _take_labelled(page, rest)
    rest, tail_captions = _take_tail(page, rest)
    rest = _take_title(page, rest)
    _take_lead(page, [line.text for line in rest])
    for caption in tail_captions:
        _add_caption(page, caption)
    _note_findings(page)
    return page


def _cut_other_stories(page: Page, lines: list[Line]) -> list[Line]:
    for index, line in enumerate(lines):
        if index and labels.opens_other_stories(line.text):
            text = "\n".join(other.text for other in lines[index:])
            page.note("left_out", "body", _("A list of other stories was left out."), text)
            return lines[:index]
    return lines


def _take_labelled(page: Page, lines: list[Line]) -> list[Line]:
    """Take the lines that their label or wording explains, wherever they stand; return the others."""
    rest: list[Line] = []
    behind_byline: int | None = None
    for line in lines:
        byline = by.parse_byline(line.text)
        if block_in(line.text):
            rest.append(line)
        elif byline is not None and not byline.only_photos:
            page.bylines.append(byline)
            behind_byline = len(rest)
        elif not _take_furniture(page, line.text):
            rest.append(line)
    # Behind the byline the story is over, unless whole sentences follow (a byline under the title).
    if behind_byline and all(_is_scrap(line.text) for line in rest[behind_byline:]):
        for line in rest[behind_byline:]:
            if _is_unexplained(line.text):
                page.note("left_out", "body", _("A short line behind the byline was left out."), line.text)
        rest[behind_byline:] = [line for line in rest[behind_byline:] if not _is_unexplained(line.text)]
    return rest


def _take_furniture(page: Page, text: str) -> bool:
    """Take a view count, a day of publication or a leftover of the old site. Returns whether it was one."""
    is_views, views = labels.read_views(text)
    if is_views:
        if views is None:
            page.note("left_out", "views", _("The view count cannot be read."), text)
        elif page.views is None:
            page.views = views
            page.note("recognised", "views", _("The view count was recognised."), str(views))
        else:
            page.note("left_out", "views", _("A second view count was left out."), text)
        return True
    if labels.is_leftover(text):
        page.note("left_out", "body", _("A leftover of the old site was left out."), text)
        return True
    published = labels.read_published(text)
    if published is None:
        return False
    page.published = page.published or published
    message = _("The page names its day of publication; the portal sets its own when the story is published.")
    page.note("left_out", "first_published_at", message, text)
    return True


def _is_scrap(text: str) -> bool:
    return (
        bool(block_in(text))
        or (len(text) <= _SHORT and text[-1:] not in ".!?;”")
        or not _is_unexplained(text)
    )


def _is_unexplained(text: str) -> bool:
    return not (
        block_in(text) or _is_special(text) or by.parse_byline(text) or by.parse_source(text, at_the_end=True)
    )


def _take_tail(page: Page, lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Read source, photographers, captions and signature from the end; return the rest, and captions."""
    end = len(lines)
    blocks: list[Line] = []  # pictures and tables among the last lines stay, and hide none of them
    found: list[by.Byline] = []
    tail_captions: list[str] = []
    while end > 1 and len(lines) - end - len(blocks) < _TAIL:
        text = lines[end - 1].text
        if block_in(text):
            end -= 1
            blocks.insert(0, lines[end])
            continue
        byline = by.parse_byline(text)
        source = by.parse_source(text, at_the_end=True)
        caption = labels.strip_caption_label(text)
        if byline is not None:
            found.insert(0, byline)
        elif source and not page.source_name:
            page.source_name = source
        elif caption is not None:
            tail_captions.insert(0, caption)
        else:
            break
        end -= 1
    page.bylines.extend(found)
    if not page.bylines and end > 2:
        signature = by.parse_signature(lines[end - 1].text)
        if signature is not None:
            page.bylines.append(signature)
            end -= 1
    return lines[:end] + blocks, tail_captions


def _take_title(page: Page, lines: list[Line]) -> list[Line]:
    for index, line in enumerate(lines):
        labelled = labels.strip_title_label(line.text)
        if labelled:
            page.title = labelled
            return _check_title(page, lines[:index] + lines[index + 1 :])
    for index, line in enumerate(lines):
        if role_of(line.text) == "title":
            page.title = line.text
            return _check_title(page, lines[:index] + lines[index + 1 :])
    before: list[Line] = []
    for index, line in enumerate(lines):
        text = line.text
        if block_in(text) or _is_special(text):
            before.append(line)
            continue
        if not any(char.isalpha() for char in text):
            page.note("left_out", "body", _("A line without words before the title was left out."), text)
            continue
        page.title = text
        rest = before + lines[index + 1 :]
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following and not following.after_blank and _continues_title(text, following.text):
            page.title = f"{text} {following.text}"
            rest = before + lines[index + 2 :]
            page.note("to_decide", "title", _("Two lines were joined into the title."), page.title)
        return _check_title(page, rest)
    raise ImportRefused(_("No title was found in the text."))


def _check_title(page: Page, rest: list[Line]) -> list[Line]:
    if not any(char.isalpha() for char in page.title):
        raise ImportRefused(_("No title was found in the text."))
    if len(page.title) > MAX_TITLE:
        raise ImportRefused(
            format_lazy(
                _("No title was found: the first line has {count} characters, a title at most {limit}."),
                count=len(page.title),
                limit=MAX_TITLE,
            )
        )
    page.note("recognised", "title", _("The title was recognised."), page.title)
    if is_in_capitals(page.title):
        page.note("to_decide", "title", _("The title is in capitals: write it in small letters."), page.title)
    if rest and rest[0].text == page.title:
        page.note("left_out", "title", _("The title stood there twice; once was left out."), page.title)
        return rest[1:]
    return rest


def _is_special(text: str) -> bool:
    return labels.strip_lead_label(text) is not None or labels.strip_caption_label(text) is not None


def _continues_title(first: str, second: str) -> bool:
    both = f"{first} {second}"
    if len(both) > MAX_TITLE or _is_special(second) or not (is_in_capitals(first) and is_in_capitals(second)):
        return False
    return not second[:1].isdigit() and second.split()[0].rstrip(".)") not in ("I", "II", "III")


def _take_lead(page: Page, texts: list[str]) -> None:
    """Take the lead and the captions; everything else becomes the paragraphs of the page."""
    is_next = False
    labelled = False
    behind_caption = False
    for text in texts:
        if block_in(text):
            page.paragraphs.append(text)
            continue
        credit = by.parse_byline(text) if behind_caption else None
        if credit is not None:
            page.bylines.append(credit)
            continue
        lead = labels.strip_lead_label(text)
        if lead is not None and not labelled:
            labelled, is_next, page.lead = True, not lead, lead
            continue
        caption = labels.strip_caption_label(text)
        if caption is None and labels.is_bare_caption(text):
            caption = text
        behind_caption = caption is not None
        if caption is not None:
            _add_caption(page, caption)
        elif is_next:
            page.lead, is_next = text, False
        else:
            page.paragraphs.append(text)
    if labelled and page.lead:
        page.note("recognised", "lead", _("The lead was recognised."), page.lead)
        return
    words = [place for place, text in enumerate(page.paragraphs) if not block_in(text)]
    first = page.paragraphs[words[0]] if len(words) >= 2 else ""
    if not first or heading_rank(first) is not None or first.endswith(":") or role_of(first) == "quote":
        page.note("to_decide", "lead", _("No lead was found: write one."))
        return
    page.lead = page.paragraphs.pop(words[0])
    if role_of(first) in ("lead", "bold"):
        page.note("recognised", "lead", _("The bold first paragraph was taken as the lead."), page.lead)
    else:
        message = _("The text marks no lead; the first paragraph was taken.")
        page.note("to_decide", "lead", message, page.lead)


def _add_caption(page: Page, text: str) -> None:
    caption, photographer = by.take_credit(text)
    if photographer and by.is_no_person(photographer):
        page.note(
            "to_decide",
            "picture_captions",
            _("A photo comes from elsewhere: check its rights."),
            photographer,
        )
    elif photographer:
        made = RecognisedContribution(photographer, "", False, False, True)
        page.bylines.append(by.Byline((made,), only_photos=True))
    page.captions.append(caption)


def _note_findings(page: Page) -> None:
    for caption in page.captions:
        message = _("The text has a caption, but the photo itself is missing: upload it.")
        page.note("to_decide", "picture_captions", message, caption)
    if page.source_name:
        page.note("recognised", "source_name", _("The source was recognised."), page.source_name)
    if page.published is None:
        page.note("to_decide", "first_published_at", _("The page names no day of publication."))
