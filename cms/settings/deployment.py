"""What the files of ``deploy/`` read of the environment and the portal does not: nginx's template, compose, systemd.

``docs/settings.md`` shows it as its second table; a test compares with those files (cms/tests/test_settings.py).
"""

from dataclasses import dataclass

# Where each is given.
NGINX = "nginx.env"
BOTH = "nginx.env, compose.env"
CONTAINERS = "compose.env"
UNITS = "portal.env"
_AS_THERE = "as in `deploy/nginx/portal.env`"
_NEEDED = "nothing starts"


@dataclass(frozen=True)
class Variable:
    """A variable: where it is given, what it means, and what it is if it is not given."""

    name: str
    given_in: str
    meaning: str
    default: str = _AS_THERE


VARIABLES = [
    Variable("PORTAL_NAMES", BOTH, "The office's host names, separated by spaces.", _NEEDED),
    Variable(
        "PORTAL_ADMIN_ACCESS",
        BOTH,
        "Who reaches the newsroom: `allow all;`, or the office's network: `allow 10.20.0.0/16;`.",
        "everybody",
    ),
    Variable(
        "PORTAL_WATCHERS",
        BOTH,
        "Who, besides this machine, may ask /healthz and /readyz: `allow 10.20.0.9;`.",
        "nobody",
    ),
    Variable(
        "POSTGRES_PASSWORD", CONTAINERS, "Of the container `postgres`: letters and digits. A secret.", _NEEDED
    ),
    Variable("TLS_FOLDER", CONTAINERS, "Copies of the certificate, readable by nginx's account.", _NEEDED),
    Variable("ACME_FOLDER", CONTAINERS, "Where certbot puts what the authority asks for.", _NEEDED),
    Variable(
        "INSIDE_NETWORK", CONTAINERS, "The first three numbers of the containers' own network.", "172.30.90"
    ),
    Variable("CLOCK_BACKUPS", CONTAINERS, "The folder of backups in the container `clock`.", "/srv/backups"),
    Variable("PORTAL_LISTEN", UNITS, "The address at which the applications listen to nginx.", "127.0.0.1"),
    Variable("PORTAL_IPV4", NGINX, "The address that readers reach."),
    Variable("PORTAL_IPV6", NGINX, "The same, of IPv6."),
    Variable("PORTAL_HTTP_PORT", NGINX, "The port of http, which leads on to https."),
    Variable("PORTAL_HTTPS_PORT", NGINX, "The port of https."),
    Variable("PORTAL_HTTPS_SUFFIX", NGINX, "`:8443` if readers do not come by port 443."),
    Variable(
        "PORTAL_HSTS_SECONDS", NGINX, "For how long browsers insist on https: as `SECURE_HSTS_SECONDS`."
    ),
    Variable("PORTAL_CERTIFICATE", NGINX, "The certificate with its chain."),
    Variable("PORTAL_CERTIFICATE_KEY", NGINX, "The certificate's key."),
    Variable("PORTAL_ACME", NGINX, "Where certbot puts what the authority asks for."),
    Variable("PORTAL_UPSTREAM", NGINX, "The applications for readers, of every machine."),
    Variable("PORTAL_UPSTREAM_NEWSROOM", NGINX, "The applications for the newsroom."),
    Variable(
        "PORTAL_PURGE_LISTEN", NGINX, "Where the portal empties the page cache (`PAGE_CACHE_PURGE_URLS`)."
    ),
    Variable("PORTAL_PURGE_ACCESS", NGINX, "From which addresses it may."),
    Variable("PORTAL_ACCESS_LOG", NGINX, "The log of every request, without queries."),
    Variable("PORTAL_CACHE", NGINX, "The folder of the page cache."),
    Variable("PORTAL_STATIC", NGINX, "The portal's `STATIC_ROOT`."),
    Variable("PORTAL_MEDIA", NGINX, "The portal's `MEDIA_ROOT`."),
    Variable("PORTAL_NGINX", NGINX, "The release's folder `deploy/nginx`."),
]
