"""What stands around the stories and reaches the public too: point 9 of the review.

Pages of structure and the home page's picked stories go through the review like any text; settings, categories,
sites, menus and the review's own set-up are for administrators alone. Asserted on what is stored and read.
"""

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, Site, Workflow
from wagtail.snippets.models import get_snippet_models

from cms.workflow import service
from cms.workflow.models import ReviewTask
from home.models import FeaturedStory, StandardPage

from .desk import SECRET, as_user, correct, nothing_decided, nothing_happens, reads, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsroom(reporter, collaborator, chief, deputy):
    """Everybody who writes or signs, and administers nothing."""
    return [reporter, collaborator, chief, deputy]


def stored() -> dict[str, list]:
    """Return all rows of the settings, the snippets, the sites and the review's set-up."""
    models = [*registry, *get_snippet_models(), Site, Workflow, ReviewTask, apps.get_model("auth.Group")]
    models += [apps.get_model("wagtailcore", name) for name in ("WorkflowTask", "WorkflowPage", "Collection")]
    models += [apps.get_model("wagtailredirects.Redirect"), apps.get_model("wagtailcore.GroupPagePermission")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in models}


def as_shown(form) -> dict[str, str | list[str]]:
    """Return what a form posts as it is shown, with something else in its first line of text or set of boxes."""
    data, changed = {}, False
    for name, field in form.fields.items():
        value = form[name].value()
        if hasattr(field, "block"):
            name, value = f"{name}-count", "0"
        elif type(field) is forms.CharField and not changed:
            value, changed = SECRET, True
        elif isinstance(field, forms.MultipleChoiceField) and not changed:
            data[name], changed = list(value)[1:], True
            continue
        data[name] = "" if value is None else str(value)
    return data


class TestOnlyAdministrators:
    @pytest.mark.parametrize("model", registry, ids=lambda model: model.__name__)
    def test_change_the_settings(self, portal, newsroom, administrator, model):
        meta = model._meta
        number = portal.site.pk if issubclass(model, BaseSiteSetting) else model.load().pk
        args = [meta.app_label, meta.model_name, number]
        address = reverse("wagtailsettings:edit", args=args)
        allowed = as_user(administrator)
        data = as_shown(allowed.get(address).context["form"])
        before = stored()
        for user in newsroom:
            as_user(user).get(address)
            as_user(user).post(address, data)
            assert stored() == before, user
        allowed.post(address, data)
        assert stored() != before, "the same form, by somebody who may"

    # Events are entered by those who write of them (news/events/permissions.py); no public page reads one.
    @pytest.mark.parametrize(
        "model",
        [model for model in get_snippet_models() if model._meta.label != "news.Event"],
        ids=lambda model: model.__name__,
    )
    def test_change_categories_and_the_like(self, portal, newsroom, administrator, model):
        names = model.snippet_viewset
        item = model._default_manager.first()
        addresses = [reverse(names.get_url_name("add"))]
        if item:
            addresses += [reverse(names.get_url_name(name), args=[item.pk]) for name in ("edit", "delete")]
        allowed = as_user(administrator)
        # Some nobody adds: what there is of them was set up with the portal.
        forms_shown = [answer.context for answer in map(allowed.get, addresses) if answer.context]
        form = next(context["form"] for context in forms_shown if "form" in context)
        before = stored()
        for user in newsroom:
            for address in addresses:
                as_user(user).get(address)
                as_user(user).post(address, as_shown(form))
            assert stored() == before, user

    def test_change_the_review_itself(self, portal, newsroom, administrator):
        """Nor do those: whoever may switch the review off signs nothing, and is a superuser."""
        workflow, task = portal.task.workflows.get(), portal.task
        addresses = [
            reverse("wagtailadmin_workflows:edit", args=[workflow.pk]),
            reverse("wagtailadmin_workflows:disable", args=[workflow.pk]),
            reverse("wagtailadmin_workflows:edit_task", args=[task.pk]),
            reverse("wagtailadmin_workflows:disable_task", args=[task.pk]),
            reverse("wagtailadmin_workflows:add"),
            reverse("wagtailadmin_workflows:add_task", args=["workflow", "reviewtask"]),
            reverse("wagtailsites:edit", args=[portal.site.pk]),
            reverse("wagtailsites:delete", args=[portal.site.pk]),
            reverse("wagtailusers_groups:add"),
            *(
                reverse("wagtailusers_groups:edit", args=[pk])
                for pk in apps.get_model("auth.Group").objects.values_list("pk", flat=True)
            ),
        ]
        before = stored()
        for user in (*newsroom, administrator):
            for address in addresses:
                as_user(user).post(address, {"name": "Khác", "hostname": "khac.vn", "port": "80"})
            assert stored() == before, user

    def test_keep_the_accounts(self, portal, newsroom, chief, reporter):
        groups = list(chief.groups.values_list("pk", flat=True))
        for user in newsroom:
            for other in (user, chief, reporter):
                address = reverse("wagtailusers_users:edit", args=[other.pk])
                as_user(user).post(address, {"username": "khac", "groups": groups, "is_superuser": "on"})
        reporter.refresh_from_db()
        assert (reporter.username, reporter.is_superuser) == ("phongvien", False)
        assert not set(reporter.groups.values_list("pk", flat=True)) & set(groups)

    def test_no_address_of_a_snippet_publishes_or_reverts(self):
        """Snippets have no drafts: what administrators save is public at once, and that is all there is."""
        for model in get_snippet_models():
            for name in ("unpublish", "revisions_revert", "revisions_unschedule", "lock"):
                with pytest.raises(NoReverseMatch):
                    reverse(model.snippet_viewset.get_url_name(name), args=[1])


class TestStructureGoesThroughTheReview:
    def pick(self, portal, user, story) -> None:
        draft = Page.objects.get(pk=portal.home.pk).get_latest_revision_as_object()
        draft.featured = [FeaturedStory(target_id=story.pk)]
        draft.save_revision(user=user, log_action=True)

    def picked(self) -> list[int]:
        return list(FeaturedStory.objects.values_list("target_id", flat=True))

    def test_the_stories_that_are_picked_for_the_home_page(
        self, portal, published, administrator, chief, superuser
    ):
        story, home = published(title="Tin được chọn"), portal.home
        with nothing_decided():
            self.pick(portal, administrator, story)
        assert self.picked() == []
        for user in (administrator, superuser):
            round_ = service.submit(Page.objects.get(pk=home.pk), user).pk
            with nothing_happens(), pytest.raises(service.Refused):
                service.sign(round_, user, token(home))
            service.withdraw(round_, user)
        round_ = service.submit(Page.objects.get(pk=home.pk), administrator).pk
        service.sign(round_, chief, token(home))
        assert self.picked() == [story.pk]

    def test_a_script_does_not_pick(self, portal, published):
        home = Page.objects.get(pk=portal.home.pk).specific
        home.featured.add(FeaturedStory(target_id=published().pk))
        with pytest.raises(PermissionDenied), transaction.atomic():
            home.save()
        assert self.picked() == []

    def test_a_standard_page(self, portal, administrator, chief):
        page = StandardPage.objects.live().first()
        correct(page, administrator, introduction=SECRET)
        assert SECRET not in reads(page)
        revision = Page.objects.get(pk=page.pk).get_latest_revision()
        with pytest.raises(PermissionDenied), transaction.atomic():
            revision.publish(user=administrator, skip_permission_checks=True)
        round_ = service.submit(Page.objects.get(pk=page.pk), administrator).pk
        assert SECRET not in reads(page)
        service.sign(round_, chief, token(page))
        assert SECRET in reads(page)

    def test_nothing_is_founded_a_second_time(self, portal, administrator):
        """Set-up makes pages of structure public without signatures – new ones, once."""
        page = StandardPage.objects.live().first()
        correct(page, administrator, introduction=SECRET)
        new = Page.objects.get(pk=portal.home.pk).add_child(instance=StandardPage(title="Mới", live=False))
        new.save_revision(user=administrator)
        service.submit(new, administrator)
        for one in (page, new):
            with nothing_decided(), pytest.raises(service.Refused):
                service.found(Page.objects.get(pk=one.pk))
        assert SECRET not in reads(page)
