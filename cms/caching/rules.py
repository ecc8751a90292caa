"""What may be kept, for whom, and for how long: pure functions over plain values.

The arithmetic of a take-down: a process goes by what it knew for one second; a proxy keeps a page for ``MAX_AGE``
seconds and may show it ``STALE`` seconds more while it asks again, and so may the browser behind it. Together
that stays under ten seconds (the office's promise): 1 + 2 · (2 + 2) = 9. ``stale-if-error`` is counted from the same
moment as ``stale-while-revalidate``, when ``MAX_AGE`` is over, so with the same ``STALE`` seconds it adds nothing to
the sum. It may not be longer: nginx takes a 404 for such an error, too, and would show what was taken down; what a
stranger's proxy keeps, nobody can empty. Through longer outages the portal's own nginx goes on by itself, and is
emptied at a take-down (purging.py).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import parse_qsl, urlencode

MAX_AGE = 2
STALE = 2
PUBLIC = f"public, max-age={MAX_AGE}, stale-while-revalidate={STALE}, stale-if-error={STALE}"
# How long the portal itself keeps a page, to show it while building it anew fails; in seconds.
KEPT_FOR_FAULTS = 24 * 60 * 60
NOT_FOUND = f"public, max-age={MAX_AGE}"
PRIVATE = "private, no-cache"

LONGEST_QUERY = 300
# What social networks and mailings put behind an address; no page reads it.
JUNK = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "zarsrc", "_ga", "igshid"})
JUNK_PREFIXES = ("utm_",)

# Whatever a stranger thinks up is not found: that is told to browsers, but no place is spent on it. Nor by nginx, which
# by itself would keep a 404 as long as a page (deploy/nginx/maps.conf, $portal_is_invented).
KEPT_ANSWERS = (200, 410)

# The only header by which an answer may differ and still be kept: its packing is ours.
PLAIN_VARY = frozenset({"accept-encoding"})


def is_junk(name: str) -> bool:
    """Tell whether a query parameter says only where a reader came from."""
    return name in JUNK or name.startswith(JUNK_PREFIXES)


def parameters_of(
    path: str, read_by: Mapping[str, Iterable[str]], values: Mapping[str, str]
) -> dict[str, str]:
    """Return the parameters by which the answers of a path may differ, each with its few values.

    Args:
        path: of the address.
        read_by: which parameters are read, by regular expressions of whole paths; of all others none is.
        values: of every parameter a regular expression of its values.
    """
    for pattern, names in read_by.items():
        if re.fullmatch(pattern, path):
            return {name: values[name] for name in names}
    return {}


def kept_query(query: str, known: Mapping[str, str]) -> str | None:
    """Return the query by which an answer is kept, parameters in order and junk left out.

    Args:
        query: the query string as it was sent, without "?".
        known: the parameters that the page reads, each with a regular expression of its few values.

    Returns:
        The query for the key, "" for none; None if the answer is not kept at all, because a parameter or its
        value is none of those, is given twice, or the query is too long: strangers could fill the cache with it.
    """
    if len(query) > LONGEST_QUERY:
        return None
    pairs = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not is_junk(name)]
    names = [name for name, _value in pairs]
    if len(set(names)) < len(names):
        return None
    if not all(name in known and re.fullmatch(known[name], value) for name, value in pairs):
        return None
    return urlencode(sorted(pairs))


def may_be_asked(method: str, cookies: Iterable[str], personal: Collection[str]) -> bool:
    """Tell whether a request may be answered from what others were shown.

    Args:
        method: the request's method.
        cookies: the names of the cookies that came with it.
        personal: the names of cookies that make a request somebody's own (session, messages).
    """
    return method in ("GET", "HEAD") and not set(cookies) & set(personal)


def says_private(headers: Mapping[str, str]) -> bool:
    """Tell whether a view itself asked that its answer be kept by nobody else."""
    control = headers.get("Cache-Control", "").lower()
    return any(word in control for word in ("private", "no-store", "no-cache", "max-age=0"))


def may_be_shared(headers: Mapping[str, str], *, sets_cookies: bool, streaming: bool = False) -> bool:
    """Tell whether an answer to an anonymous request is everybody's answer."""
    vary = {name.strip().lower() for name in headers.get("Vary", "").split(",") if name.strip()}
    return not sets_cookies and not streaming and not says_private(headers) and vary <= PLAIN_VARY
