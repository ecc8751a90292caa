"""What a person may do with a page: Wagtail's answer, then the review's.

Nobody publishes, unpublishes or changes the privacy of a page, superusers included: those rights are not
refused here and there but do not exist (docs/review.md).
"""

from wagtail.models import PagePermissionTester, Revision, WorkflowState, get_default_page_content_type

from . import cases
from .people import as_person
from .rules import Action, may


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's tester without any right that would change what the public sees."""

    def holds_edit_right(self) -> bool:
        """Tell whether the roles grant editing, before the review has its say."""
        if not self.user.is_active or self.page_is_root:
            return False
        if self.user.is_superuser or "change" in self.permissions:
            return True
        return "add" in self.permissions and self.page.owner_id == self.user.pk

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_reorder_children(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return super().can_submit_for_moderation() and self._review_allows(Action.SUBMIT)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.page.first_published_at is not None or not super().can_delete(ignore_bulk):
            return False
        return self._review_allows(Action.DELETE) and self._nothing_of_the_review_below()

    def can_move(self) -> bool:
        # A move changes the public address of all that lies below.
        return super().can_move() and not self.page.live and self._nothing_of_the_review_below()

    def can_move_to(self, destination) -> bool:
        return self.can_move() and super().can_move_to(destination)

    def _nothing_of_the_review_below(self) -> bool:
        """Tell whether no page below was ever public, is with the approvers or waits for its hour."""
        below = self.page.get_descendants()
        if below.filter(first_published_at__isnull=False).exists():
            return False
        drafts = [str(pk) for pk in below.values_list("pk", flat=True)]
        if not drafts:
            return True
        those = {"base_content_type": get_default_page_content_type(), "object_id__in": drafts}
        waiting = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS, **those)
        scheduled = Revision.objects.filter(approved_go_live_at__isnull=False, **those)
        return not waiting.exists() and not scheduled.exists()

    def _review_allows(self, action: Action) -> bool:
        loaded = cases.load(self.page, signatures=False)
        return bool(may(loaded.case, as_person(self.user, self.page, loaded.task), action))
