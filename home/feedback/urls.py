"""The readers' addresses. None of them is kept by any cache (settings.PAGE_CACHE_NEVER)."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

_TO_THE_EDITORS = {
    "heading": _("Thank you, the editors have your report"),
    "sentence": _("They check it against the sources. What is corrected is said at the head of the story."),
}
_TO_THE_OFFICE = {
    "heading": _("Thank you, the office has your letter"),
    "sentence": _("If you left an e-mail address, the answer goes there."),
}
_COUNTED = {
    "heading": _("Thank you for your answer"),
    "sentence": _("It was counted without your name, address or a cookie."),
}

urlpatterns = [
    path("bao-loi/cam-on/", views.thanks, _TO_THE_EDITORS, name="report_error_thanks"),
    path("bao-loi/<int:story_id>/", views.report_error, name="report_error"),
    path("lien-he/gui/", views.contact, name="contact"),
    path("lien-he/gui/cam-on/", views.thanks, _TO_THE_OFFICE, name="contact_thanks"),
    path("huu-ich/cam-on/", views.thanks, _COUNTED, name="rate_story_thanks"),
    path("huu-ich/<int:story_id>/", views.rate_story, name="rate_story"),
]
