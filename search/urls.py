"""The search's address."""

from django.urls import path

from .views import search

urlpatterns = [path("tim-kiem/", search, name="search")]
