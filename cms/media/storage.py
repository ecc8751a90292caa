"""Files in an S3-compatible storage (AWS, MinIO, Ceph): private objects, reached by signed links alone."""

from typing import Any

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

# Seconds to reach the storage and for each piece of an answer; and how often it is asked at most.
PATIENCE = Config(connect_timeout=3, read_timeout=15, retries={"total_max_attempts": 3, "mode": "standard"})


class PrivateS3Storage(S3Storage):
    """A bucket that nobody reads without a signature.

    Templates get the portal's own address of a file; the portal decides, then sends the browser on with a link
    that is good for some seconds (serving.py).
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # A storage that hangs holds nobody longer than the database may (cms/patience.py); boto waits for minutes.
        usual: Config = self.client_config  # type: ignore[has-type]
        self.client_config = usual.merge(PATIENCE)

    def url(self, name: str, parameters: Any = None, expire: Any = None, http_method: Any = None) -> str:
        """Return the portal's own address. Replaces S3Storage.url, which would sign a link for whoever reads."""
        return settings.MEDIA_URL + filepath_to_uri(name)

    def signed_link(self, name: str, headers: dict[str, str]) -> str:
        """Return a link to the object itself, good for ``querystring_expire`` seconds.

        Args:
            name: the file.
            headers: what the storage is to answer with: Content-Type, Content-Disposition, Cache-Control.
        """
        answers = {
            f"Response{header.replace('-', '')}": value
            for header, value in headers.items()
            if header in ("Content-Type", "Content-Disposition", "Cache-Control")
        }
        return super().url(clean_name(name), parameters=answers)
