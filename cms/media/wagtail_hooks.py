"""What pictures and documents add to the admin."""

from django.urls import URLPattern
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter

from . import closed_files, gallery_upload


@hooks.register("register_admin_urls")
def gallery_urls() -> list[URLPattern]:
    """Add the addresses that the gallery's editor talks to."""
    return gallery_upload.urls


# After Wagtail's own, in whose place they are put.
@hooks.register("construct_admin_api", order=10)
def hide_closed_files_in_api(router: WagtailAPIRouter) -> None:
    """Let the admin's API tell of the files in one's library alone."""
    router.register_endpoint("images", closed_files.PicturesAPI)
    router.register_endpoint("documents", closed_files.DocumentsAPI)


for bulk_action in closed_files.BULK_ACTIONS:
    hooks.register("register_bulk_action", bulk_action, order=10)
