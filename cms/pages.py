"""What every page of the portal is: reviewed, addressed in Vietnamese, safe to cache."""

import json
from collections.abc import Iterator
from http import HTTPMethod
from typing import Any

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.pages import PageManager
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from cms import vietnamese
from cms.completeness import BELOW_A_DRAFT, ReviewedPageForm, lies_below_draft
from cms.workflow import gate, public_notice
from cms.workflow.content import BOOKKEEPING
from cms.workflow.permissions import ReviewedPagePermissionTester

# Later dates are slips of the hand.
LAST_YEAR = 2100

# What Wagtail writes alone, without touching what the public reads: no approval is asked for it.
BOOKKEEPING_FIELDS = BOOKKEEPING - {"live", "live_revision", "url_path", "alias_of"}


class PublicPageQuerySet(PageQuerySet):
    """Page querysets with the one answer to "what may the public see"."""

    def visible(self, site: Site | None = None, *, root_path: str = "", is_any_restricted: bool = True):
        """Return the pages that the public may see: live, not private, below the site's root.

        Lists, feeds, sitemap, search, tags, the home page and the API all start from here. The site and the
        restrictions are asked for inside the one query, not before it – unless whoever asks knows them already,
        which makes a query that databases plan in half the time.

        Args:
            site: the site whose tree is meant; the default site if it is not given.
            root_path: the tree path of that site's root, if it is known.
            is_any_restricted: False if it is known that no page of the portal is private.
        """
        sites = Site.objects.filter(pk=site.pk) if site else Site.objects.filter(is_default_site=True)
        below = self.live().filter(
            path__startswith=root_path or Subquery(sites.values("root_page__path")[:1])
        )
        if not is_any_restricted:
            return below
        restrictions_above = PageViewRestriction.objects.annotate(
            inside=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(inside__startswith=F("page__path"))
        return below.filter(~Exists(restrictions_above))


class BasePage(Page):
    """Base of every page type. Nothing of it becomes public without its approval (cms/workflow/gate.py)."""

    # A page of structure may be made public by ``setup_portal`` when it is first created, and only then.
    can_be_founded = False
    # The privacy tab would change the public at once, without review.
    private_page_options: list[str] = []
    show_in_menus_default = False
    # Readers only read; forms have addresses of their own.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    # Set by cms/routing.py where it found that no page of the portal is restricted.
    is_surely_public = False

    title: str
    slug: str

    objects = PageManager.from_queryset(PublicPageQuerySet)()

    base_form_class = ReviewedPageForm
    promote_panels: list = []
    settings_panels: list = []

    class Meta:
        abstract = True

    def permissions_for_user(self, user):
        """Return the tester that refuses publication to everybody, superusers included."""
        return ReviewedPagePermissionTester(user, self)

    @classmethod
    def for_reading(cls, **known: Any):
        """Return the queryset by which a page is read for its reader: with what its template prints anyway.

        Args:
            known: what ``visible`` may be told of the tree.
        """
        return cls.objects.all()

    def get_view_restrictions(self):
        """Return what restricts who may read the page; nothing is asked twice.

        Extends Wagtail's, which reads the page's ancestors and then their restrictions on every request. Tested
        in cms/tests/test_routing.py, which notices when Wagtail no longer calls it.
        """
        if self.is_surely_public:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def route(self, request, path_components):
        """Answer at the page's own address also when it was taken down: with the explanation."""
        if not path_components and (take_down := public_notice.current_take_down(self)):
            return RouteResult(self, kwargs={"take_down": take_down})
        return super().route(request, path_components)

    def serve(self, request, *args, take_down=None, **kwargs):
        """Serve the page, or what stands in its place."""
        if take_down is not None:
            return public_notice.respond(self, request, take_down)
        return super().serve(request, *args, **kwargs)

    def _set_core_field_defaults(self) -> None:
        """Clean the texts that are Wagtail's own fields, and make the slug as Vietnamese wants it.

        Extends Wagtail's own step before every validation and save: its slugs lose or transliterate đ. Tested
        in cms/tests/test_pages.py, which notices when Wagtail no longer calls it.
        """
        for name in ("title", "seo_title", "search_description"):
            setattr(self, name, vietnamese.normalise(getattr(self, name) or ""))
        if self.slug:
            self.slug = vietnamese.slugify(self.slug)
        if not self.slug and self.path:
            self.slug = self._get_autogenerated_slug(vietnamese.slugify(self.title) or "trang")
        super()._set_core_field_defaults()

    def problems(self) -> Iterator[tuple[str, object]]:
        """Yield what a draft may have and a submission may not (cms/completeness.py)."""
        for field in ("go_live_at", "expire_at"):
            if (moment := getattr(self, field)) and moment.year > LAST_YEAR:
                yield field, _("The date lies too far in the future: check the year.")
        if lies_below_draft(self):
            yield "", BELOW_A_DRAFT

    def problems_when_submitted(self) -> Iterator[tuple[str, object]]:
        """Yield what may not be so in the moment of the submission, but may come to be so in the review.

        An hour that passes while the approvers read stops no signature; one that was over before is a slip – unless
        the page was approved with it, which stays in its form as long as nobody clears it.
        """
        if not self.go_live_at or self.go_live_at > timezone.now():
            return
        approved = gate.last_approved_revision(self.pk) if self.pk else None
        hour = approved.as_object().go_live_at if approved else None
        # The form knows no seconds.
        if not hour or hour.replace(second=0, microsecond=0) != self.go_live_at.replace(
            second=0, microsecond=0
        ):
            yield "go_live_at", _("The hour of publication has passed: remove or change it.")

    def serializable_data(self):
        """Return the page as a revision stores it, the keys of its StreamFields' JSON in one order.

        PostgreSQL keeps them in an order of its own, so that a page read from there would not say, letter by
        letter, what its revision says.
        """
        data = super().serializable_data()
        for field in self._meta.get_fields():
            if isinstance(field, StreamField) and data.get(field.name):
                data[field.name] = json.dumps(json.loads(data[field.name]), sort_keys=True)
        return data

    def with_content_json(self, content):
        """Return the page as a revision has it, but for when, and as which revision, it was last made public.

        Wagtail takes that from a revision which may be older than the publication: the draft of a page that was
        taken down would be written into its row as one that never was public, which can be deleted and moved; and
        a version that was begun before the publication would take the page down when it is given a later hour.
        """
        page = super().with_content_json(content)
        page.last_published_at = self.last_published_at
        page.live_revision_id = self.live_revision_id
        return page

    def save(self, clean=True, user=None, log_action=False, **kwargs):
        """Save the page; refuse if that would show the public what is not approved.

        Raises:
            cms.workflow.gate.NotApproved: the page is live and what would be stored carries no approval, or its
                address and the way to it would show the words of a page that is not public.
        """
        update_fields = kwargs.get("update_fields")
        if self.live and not (update_fields and BOOKKEEPING_FIELDS.issuperset(update_fields)):
            gate.require_approval(self)
            if lies_below_draft(self):
                raise gate.NotApproved(BELOW_A_DRAFT)
        drafted = self._keep_known_address()
        result = super().save(clean=clean, user=user, log_action=log_action, **kwargs)
        # A draft that goes on to be a revision is signed, and published, with the address that it asks for.
        self.slug = drafted or self.slug
        return result

    def _keep_known_address(self) -> str:
        """Put the stored address in the place of a draft's if the public ever knew it; return the draft's slug.

        Wagtail writes the draft of a page that is not live into the page's row, and the address with it: what is
        shown there in its stead after a take-down, and all that lies below, would move unsigned.
        """
        if self.live or self.pk is None:
            return ""
        here_or_below = Page.objects.filter(path__startswith=self.path, first_published_at__isnull=False)
        known = Page.objects.filter(Exists(here_or_below), pk=self.pk)
        stored = known.values_list("slug", "url_path").first()
        if stored is None:
            return ""
        drafted = vietnamese.slugify(self.slug or "")
        self.slug, self.url_path = stored
        return drafted

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a revision. Autosave overwrites its own last one, but never one that carries a signature."""
        with transaction.atomic():
            # The review locks the page first, too: nobody signs a text while it is being overwritten.
            list(Page.objects.select_for_update().filter(pk=self.pk).values_list("pk"))
            if overwrite_revision is not None and gate.is_signed(overwrite_revision):
                overwrite_revision = None
            return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
