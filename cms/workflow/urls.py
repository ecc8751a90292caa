"""Addresses of the review's screens, below the admin's."""

from django.db.transaction import non_atomic_requests
from django.urls import path

from .views.after import AfterView
from .views.confirm import UrgentView
from .views.delegation import DelegationsView, EndDelegationView
from .views.my_stories import MyStoriesView
from .views.queue import QueueView
from .views.register import RegisterView
from .views.request import RequestView
from .views.review import ReviewView
from .views.slip import SlipView
from .views.take_down import CancelScheduleView, TakeDownView

app_name = "workflow"

urlpatterns = [
    path("duyet/", QueueView.as_view(), name="queue"),
    path("duyet/so-duyet-tin/", RegisterView.as_view(), name="register"),
    path("duyet/so-duyet-tin/ket-qua/", RegisterView.as_view(results_only=True), name="register_results"),
    # No transaction around these two: the service opens its own for the decision, after the page's pictures
    # have been made, which may take longer than anybody should hold SQLite's write lock.
    path("duyet/<int:page_id>/", non_atomic_requests(ReviewView.as_view()), name="review"),
    path("duyet/<int:page_id>/phieu/", SlipView.as_view(), name="slip"),
    path("duyet/<int:page_id>/yeu-cau/", RequestView.as_view(), name="request"),
    path("duyet/<int:page_id>/dang-khan/", non_atomic_requests(UrgentView.as_view()), name="urgent"),
    path("duyet/<int:page_id>/hau-kiem/", AfterView.as_view(), name="after"),
    path("duyet/<int:page_id>/go-bai/", TakeDownView.as_view(), name="take_down"),
    path("duyet/<int:page_id>/huy-hen-gio/", CancelScheduleView.as_view(), name="cancel_schedule"),
    path("bai-cua-toi/", MyStoriesView.as_view(), name="my_stories"),
    path("uy-quyen/", DelegationsView.as_view(), name="delegations"),
    path("uy-quyen/<int:pk>/ket-thuc/", EndDelegationView.as_view(), name="end_delegation"),
]
