"""Which of the newsroom may see a file that is not public."""

from typing import Any

from django.db.models import QuerySet
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page

from .models import PortalDocument, PortalImage
from .usage import pages_with

# Whoever finds a file in the library or in a chooser sees it there.
_LIBRARY_RIGHTS = ["choose", "add", "change", "delete"]


def in_library_of(user: Any, model: type[PortalImage] | type[PortalDocument]) -> QuerySet[Any]:
    """Return the pictures, or the documents, that a person finds in the library or in a chooser."""
    policy = picture_policy if issubclass(model, PortalImage) else document_policy
    return policy.instances_user_has_any_permission_for(user, _LIBRARY_RIGHTS)


def may_see(user: Any, file: PortalImage | PortalDocument) -> bool:
    """Tell whether a person may see a file that the public may not.

    People of the newsroom who find it in their library, and who may edit a page that stands on it: as it is
    now, or as somebody is changing it.
    """
    if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = picture_policy if isinstance(file, PortalImage) else document_policy
    if policy.user_has_any_permission_for_instance(user, _LIBRARY_RIGHTS, file):
        return True
    pages = Page.objects.filter(pk__in=pages_with(file)).specific()
    return any(page.permissions_for_user(user).can_edit() for page in pages)
