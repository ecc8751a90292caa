"""Reading what is shared, in tests."""

import xml.etree.ElementTree as ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def xml_of(response) -> ElementTree.Element:
    """Return the root of an answer that must be readable XML."""
    assert response.status_code == 200, response.status_code
    return ElementTree.fromstring(response.content)


def texts(root: ElementTree.Element, name: str) -> list[str]:
    """Return the texts of all elements of that name."""
    return [element.text or "" for element in root.iter(name)]
