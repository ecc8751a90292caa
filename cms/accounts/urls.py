"""Signing in. Stands before Wagtail's own addresses, whose login page it replaces; needs no account."""

from django.db.transaction import non_atomic_requests
from django.urls import path

from . import signing_in

urlpatterns = [
    path("login/", signing_in.SignInView.as_view(), name="wagtailadmin_login"),
    path("login/ma/", signing_in.SecondFactorView.as_view(), name="second_factor"),
    path("login/thiet-lap/", signing_in.SecondFactorSetupView.as_view(), name="second_factor_setup"),
    # Asked often, by every open page: on SQLite a transaction would take the only write lock each time.
    path("phien/", non_atomic_requests(signing_in.SessionView.as_view()), name="session"),
    path("phien/quay-lai/", signing_in.SessionBackView.as_view(), name="session_back"),
]
