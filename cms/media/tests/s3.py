"""A bucket of the storage that the fixture ``s3_server`` starts, as the portal's settings name it."""

from typing import Any


def storages(settings: Any, server: str, bucket: str, **options: Any) -> dict[str, Any]:
    """Return STORAGES with the portal's files in that bucket.

    Args:
        server: the storage's address.
        options: more of the storage's own, as ``querystring_expire``.
    """
    return {
        **settings.STORAGES,
        "default": {
            "BACKEND": "cms.media.storage.PrivateS3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "endpoint_url": server,
                "region_name": "us-east-1",
                "access_key": "portal",
                "secret_key": "a-secret",
                "addressing_style": "path",
                "signature_version": "s3v4",
                "default_acl": None,
                "file_overwrite": False,
                **options,
            },
        },
    }
