"""The panel “Soát bài” beside the editor's form."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView

from news.models import StoryPage


class ProofingSidePanel(BaseSidePanel):
    """What the checks find in the form as it stands; static/js/proofing.js asks for it and fills it in."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle proofreading")
        icon_name = "check"

    name = "proofing"
    title = _("Proofreading")
    template_name = "proofing/side_panel.html"
    order = 340

    class Media:
        css = {"all": ["css/proofing.css"]}
        js = ["js/proofing-places.js", "js/proofing.js"]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "address": reverse("proofing:check")}


def offer_in_the_editor() -> None:
    """Put the panel beside the forms of stories.

    Extends ``get_side_panels`` of Wagtail's two page views in place: Wagtail has no hook for side panels, and its
    addresses name these classes. Tested in tests/test_side_panel.py, which notices when Wagtail no longer calls it.
    """
    for view in (CreateView, EditView):
        if not hasattr(view, "side_panels_without_proofing"):
            view.side_panels_without_proofing = view.get_side_panels
            view.get_side_panels = _side_panels


def _side_panels(view: Any) -> MediaContainer:
    panels = view.side_panels_without_proofing()
    # Autosave gets the panels that it renders anew as JSON: this one fills itself.
    new = isinstance(view.page, StoryPage) and not view.expects_json_response
    if new and not getattr(view, "hydrate_create_view", False):
        panels = MediaContainer([*panels, ProofingSidePanel(view.page, view.request)])
    return panels
