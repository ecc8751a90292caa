"""What every page of the portal is: reviewed, addressed in Vietnamese, safe to cache."""

import json
from collections.abc import Iterator
from http import HTTPMethod

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.pages import PageManager
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from cms import vietnamese
from cms.completeness import ReviewedPageForm
from cms.workflow import gate, public_notice
from cms.workflow.content import BOOKKEEPING
from cms.workflow.permissions import ReviewedPagePermissionTester

# Later dates are slips of the hand.
LAST_YEAR = 2100

# What Wagtail writes alone, without touching what the public reads: no approval is asked for it.
BOOKKEEPING_FIELDS = BOOKKEEPING - {"live", "live_revision", "url_path", "alias_of"}


class PublicPageQuerySet(PageQuerySet):
    """Page querysets with the one answer to "what may the public see"."""

    def visible(self, site: Site | None = None):
        """Return the pages that the public may see: live, not private, below the site's root.

        Lists, feeds, sitemap, search, tags, the home page and the API all start from here. The site and the
        restrictions are asked for inside the one query, not before it.

        Args:
            site: the site whose tree is meant; the default site if it is not given.
        """
        sites = Site.objects.filter(pk=site.pk) if site else Site.objects.filter(is_default_site=True)
        restrictions_above = PageViewRestriction.objects.annotate(
            inside=ExpressionWrapper(OuterRef("path"), output_field=CharField())
        ).filter(inside__startswith=F("page__path"))
        return self.live().filter(
            ~Exists(restrictions_above), path__startswith=Subquery(sites.values("root_page__path")[:1])
        )


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
    def for_reading(cls):
        """Return the queryset by which a page is read for its reader: with what its template prints anyway."""
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

    def save(self, clean=True, user=None, log_action=False, **kwargs):
        """Save the page; refuse if that would show the public what is not approved.

        Raises:
            cms.workflow.gate.NotApproved: the page is live and what would be stored carries no approval.
        """
        update_fields = kwargs.get("update_fields")
        if self.live and not (update_fields and BOOKKEEPING_FIELDS.issuperset(update_fields)):
            gate.require_approval(self)
        return super().save(clean=clean, user=user, log_action=log_action, **kwargs)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Save a revision. Autosave overwrites its own last one, but never one that carries a signature."""
        with transaction.atomic():
            # The review locks the page first, too: nobody signs a text while it is being overwritten.
            list(Page.objects.select_for_update().filter(pk=self.pk).values_list("pk"))
            if overwrite_revision is not None and gate.is_signed(overwrite_revision):
                overwrite_revision = None
            return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
