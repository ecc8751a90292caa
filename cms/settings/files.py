"""Files: the portal's own (static), what the newsroom uploads, where they are kept and how large they may be."""

from typing import Any

from .environment import BASE_DIR, env

# Whatever the portal writes, unless it is told another place.
VAR_DIR = BASE_DIR / "var"

STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default="") or str(VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env("MEDIA_ROOT", default="") or str(VAR_DIR / "media")
# Set behind nginx with deploy/nginx/media.conf: the portal decides, nginx sends the bytes.
MEDIA_ACCEL_REDIRECT_PREFIX = env("MEDIA_ACCEL_REDIRECT_PREFIX", default="")
FILE_STORAGE: dict[str, Any] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
MEDIA_ORIGIN = ""  # where pictures come from if not from the portal itself; for a Content-Security-Policy
if MEDIA_S3_BUCKET := env("MEDIA_S3_BUCKET", default=""):
    # Any S3-compatible storage. Its objects are private; readers get links that are good for some seconds.
    MEDIA_ORIGIN = env("MEDIA_S3_PUBLIC_ORIGIN", default="") or env("MEDIA_S3_ENDPOINT", default="")
    FILE_STORAGE = {
        "BACKEND": "cms.media.storage.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "endpoint_url": env("MEDIA_S3_ENDPOINT", default="") or None,
            "region_name": env("MEDIA_S3_REGION", default="") or None,
            "access_key": env("MEDIA_S3_ACCESS_KEY", default="") or None,
            "secret_key": env("MEDIA_S3_SECRET_KEY", default="") or None,
            "addressing_style": env("MEDIA_S3_ADDRESSING", default="") or "auto",
            "signature_version": "s3v4",
            # No ACL: an object is private unless the bucket's policy says otherwise.
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
            "querystring_expire": env.int("MEDIA_S3_LINK_SECONDS", default=30),
        },
    }
STORAGES = {
    "default": FILE_STORAGE,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WAGTAILIMAGES_IMAGE_MODEL = "media.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.PortalDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
