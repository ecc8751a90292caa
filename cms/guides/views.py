"""The guides in the admin's help menu: a list, and each as a page that prints well."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .guides import guide_named, guides_of


class GuideList(WagtailAdminTemplateMixin, TemplateView):
    """The guides of the roles that the account has."""

    template_name = "guides/list.html"
    page_title = _("User guides")
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": reverse("guides:list"), "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = guides_of(self.request.user)
        return super().get_context_data(
            cards=[guide for guide in own if guide.is_card],
            guides=[guide for guide in own if not guide.is_card],
            **kwargs,
        )


class GuidePage(WagtailAdminTemplateMixin, TemplateView):
    """One guide. Nothing in it is secret: whoever works here may read each."""

    template_name = "guides/page.html"
    header_icon = "help"

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        guide = guide_named(kwargs["slug"])
        if guide is None:
            raise Http404("no such guide")
        self.guide = guide
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return self.guide.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("guides:list"), "label": _("User guides")},
            {"url": "", "label": self.guide.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(guide=self.guide, **kwargs)
