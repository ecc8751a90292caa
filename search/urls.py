"""The search's addresses."""

from django.urls import path

from .views import search, suggestions

urlpatterns = [
    path("tim-kiem/", search, name="search"),
    path("tim-kiem/goi-y/", suggestions, name="search_suggestions"),
]
