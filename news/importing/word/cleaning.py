"""The HTML between Word and the recogniser: a short list of tags, and nothing of how they looked."""

import nh3

# What Word's and LibreOffice's clipboard and mammoth make; everything else is unwrapped, its words stay.
_TAGS = {
    "p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "strong", "b", "em", "i", "sup", "sub", "a", "span", "font",
}  # fmt: skip
_WITHOUT_WORDS = {
    "script",
    "style",
    "head",
    "title",
    "xml",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_ATTRIBUTES = {
    "a": {"href", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "font": {"face"},
    "li": {"id"},
    "*": {"class", "style"},
}
# Of styles only what tells a font of before Unicode, a list, and bold: read, and never stored.
_STYLES = {"font-family", "font-weight", "font-style", "mso-list", "text-align"}
PICTURE_SCHEME = "picture"


def clean_pasted(html: str) -> str:
    """Return the clipboard's HTML with the few tags that mean something; no pictures, no scripts."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_WITHOUT_WORDS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        filter_style_properties=_STYLES,
        link_rel=None,
    )


def clean_converted(html: str) -> str:
    """Return the HTML of a converted document; its pictures are numbers (``picture:3``), never addresses."""
    return nh3.clean(
        html,
        tags=_TAGS | {"img"},
        clean_content_tags=_WITHOUT_WORDS,
        attributes={**_ATTRIBUTES, "img": {"src"}},
        url_schemes=_SCHEMES | {PICTURE_SCHEME},
        filter_style_properties=set(),
        link_rel=None,
    )
