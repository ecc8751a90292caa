"""Settings that are safe for production; dev.py, test.py and production.py say only what differs.

A forgotten variable stops the start or keeps the site closed; it never opens it. Every variable is
listed in `variables.py` and `docs/settings.md`.
"""

from django.utils.translation import gettext_lazy as _

from cms import headers

from .environment import BASE_DIR, env, refuse_if_wrong, unless_none
from .logs import *  # noqa: F403
from .signing_in import *  # noqa: F403

refuse_if_wrong()

# Only now: what they read is right.
from .files import *  # noqa: E402, F403
from .files import MEDIA_ORIGIN, VAR_DIR  # noqa: E402

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "cms",
    "cms.accounts",
    "cms.caching",
    "cms.guides",
    "cms.media",
    "cms.monitoring",
    "cms.recovery",
    "home",
    "home.feedback",
    "news",
    "news.events",
    "news.proofing",
    "news.importing",
    "news.royalties",
    "search",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    # After wagtail.admin: it silences the workflow mails that the admin connects when it is ready.
    "cms.workflow",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_tasks_db",
    "rest_framework",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    # For its Vietnamese: Wagtail's editor says with it how long ago something was submitted.
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # Outermost: numbers requests; answers supervisors, who ask by number and without TLS.
    "cms.monitoring.middleware.MonitoringMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Outside of the page cache: what was kept gets them, too.
    "cms.headers.SecurityHeadersMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before whatever reads a session or the database: what others were shown costs neither.
    "cms.caching.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    # Whose session is over, or lacks its second factor, is nobody. Costs those without a session nothing.
    "cms.accounts.middleware.StaffSessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Others' drafts are named nowhere in the admin (cms/draft_privacy.py).
    "cms.draft_privacy.DraftPrivacyMiddleware",
    # Refusals of the intake gate that no form shows become their sentence.
    "cms.media.middleware.RefusalMiddleware",
    "cms.redirects.OldAddressMiddleware",
    # Innermost, as its documentation asks: answers whoever failed too often.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The project's one tree comes first, so that an override of a package's template is found there.
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASE_URL = env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'portal.sqlite3'}"
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
# One request, one transaction: a decision and what follows from it are stored together or not at all.
DATABASES["default"]["ATOMIC_REQUESTS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # SQLite has no row locks. Taking the write lock when a transaction begins gives the review the
    # same guarantee that SELECT … FOR UPDATE gives on PostgreSQL. The public pages opt out of
    # ATOMIC_REQUESTS (cms/urls.py), so readers never wait for a writer.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# Seconds; then PostgreSQL ends what a request waits for (cms/patience.py). Less than the minute for which nginx waits;
# for a lock as long as on SQLite.
WEB_PATIENCE = {
    "statement_timeout": env.int("WEB_STATEMENT_SECONDS", default=55),
    "lock_timeout": env.int("WEB_LOCK_SECONDS", default=20),
    "idle_in_transaction_session_timeout": env.int("WEB_IDLE_SECONDS", default=60),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
# The project's catalogues win over the packages' own, most of which are a fifth translated.
LOCALE_PATHS = [
    BASE_DIR / "cms" / "locale",
    BASE_DIR / "cms" / "locale" / "wagtail_admin",
    BASE_DIR / "cms" / "locale" / "packages",
]
# Vietnamese offices write 26/5/2023 and 1.234,5: cms/formats/vi.
FORMAT_MODULE_PATH = ["cms.formats"]
USE_THOUSAND_SEPARATOR = True
# What the admin's forms write into their date fields; cms/formats reads it in each language of the admin.
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"

# Every {% image %} writes to the cache: never DatabaseCache (measured: 2.9 times slower).
REDIS_URL = unless_none(env("REDIS_URL", default=""))
REDIS_PATIENCE = 1.0  # seconds for one answer of a Redis that hangs; one that is gone says so at once
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "cms.caching.backends.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE},
        },
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Who read what within the half hour, as hashes (news/counting). Apart from the other cache, whose 300 places
# in memory would be full at once. Without Redis each process keeps its own: a reader may be counted by each.
CACHES["readers"] = {
    **CACHES["default"],
    "KEY_PREFIX": "readers",
    # Not the forgiving one: a limit that nobody counts would be none.
    **(
        {"BACKEND": "cms.caching.backends.StrictRedisCache"}
        if REDIS_URL
        else {"LOCATION": "readers", "OPTIONS": {"MAX_ENTRIES": 50_000}}
    ),
}

# Public pages as they were shown last (cms/caching). Seconds until one is built anew although nothing was
# published: what stands on a page by the clock (notices, most read) is late by so much. 0 keeps none.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)
# What public pages read from an address and that has few values, with those values; and by whole paths, which pages
# read them (tests/test_hostile_addresses.py compares). A page whose address says anything else is built each time:
# strangers could fill the cache with it, and so push out the readers' limits, which stand in the same Redis. So is a
# further page of a list that the office moved from where it was founded.
PAGE_CACHE_PARAMETERS = {"trang": "[1-9]|[1-4][0-9]|50", "nam": "199[0-9]|20[0-4][0-9]", "p": "[1-9][0-9]?"}
PAGE_CACHE_READ_BY = {
    r"/tin-tuc-su-kien/(?:chuyen-muc/[^/]+/)?|/thu-vien-anh/|/tim-kiem/": ("trang", "nam"),
    r"/tin-tuc-su-kien/(?:[0-9]{4}/(?:[0-9]{1,2}/)?|tu-khoa/[^/]+/|nguoi-phat-bieu/(?:[^/]+/)?)": ("trang",),
    r"/sitemap-(?!tin-moi\.)[^/]+\.xml": ("p",),
}
# The proxies whose page caches are emptied when the public site changes (cms/caching/purging.py).
PAGE_CACHE_PURGE_URLS = [*filter(unless_none, env.list("PAGE_CACHE_PURGE_URLS", default=[]))]
PAGE_CACHE_NEVER = [
    "/quan-tri/",
    "/media/",
    "/tai-lieu/",
    "/luot-xem/",
    "/healthz",
    "/readyz",
    "/bao-loi/",
    "/lien-he/gui/",
    "/huu-ich/",
]
CACHES["pages"] = {
    **CACHES["default"],
    "KEY_PREFIX": "pages",
    **({} if REDIS_URL else {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 2_000}}),
}

TASKS = {
    # Wagtail's index and reference updates: short, and wanted at once.
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    # The review's mails: sent by `manage.py db_worker --backend mail`, never inside a request.
    "mail": {"BACKEND": "django_tasks_db.DatabaseBackend"},
    # Renditions of pictures: `manage.py db_worker --backend media`, so that no mail waits behind a gallery.
    "media": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)

# Without EMAIL_URL no mail leaves; production does not start so (problems.py).
vars().update(env.email_url_config(env("EMAIL_URL", default="") or "dummymail://"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="toasoan@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Closed by default; dev.py opens what a laptop without TLS needs.
SESSION_COOKIE_SECURE = True
# Browsers keep cookies of that name only if they came over TLS from this very host (RFC 6265bis, 4.1.3.2).
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": headers.public_policy(MEDIA_ORIGIN)}
ADMIN_CONTENT_SECURITY_POLICY = {"DIRECTIVES": headers.admin_policy(MEDIA_ORIGIN)}
PERMISSIONS_POLICY = headers.PERMISSIONS
# The admin's preview shows the page in a frame of the portal's own.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A story with a gallery of 60 rows posts about 600 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

WAGTAIL_SITE_NAME = _("Newsroom")
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="") or "http://localhost:8000"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Old addresses of public pages are kept by cms/redirects.py; Wagtail would also keep those of drafts.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nothing is loaded from abroad
WAGTAILADMIN_RECENT_EDITS_LIMIT = 8
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh"]
# An administrator changes it: at a computer left signed in it would be a way round the present password.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

TAGGIT_TAGS_FROM_STRING = "news.keywords.typed_keywords"
# A test portal on the open network: false, and robots.txt turns every crawler away.
SEARCH_ENGINES_WELCOME = env.bool("SEARCH_ENGINES_WELCOME", default=True)
# The read-only JSON of the public stories (docs/api.md).
WAGTAILAPI_LIMIT_MAX = 50
WAGTAILEMBEDS_FINDERS: list[dict] = []  # videos load on a click, from their own block

# Publication happens in cms/workflow alone (docs/architecture.md, "The way of a story").
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.workflow.finish.publish_approved"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

# The public search has its own index (search/); Wagtail's serves the admin.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
