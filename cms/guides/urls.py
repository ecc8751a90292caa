"""Addresses of the guides, below the admin's."""

from django.urls import path

from .views import GuideList, GuidePage

app_name = "guides"

urlpatterns = [
    path("huong-dan/", GuideList.as_view(), name="list"),
    path("huong-dan/<slug:slug>/", GuidePage.as_view(), name="guide"),
]
