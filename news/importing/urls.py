"""Addresses of the import, below the admin's (wagtail_hooks.py)."""

from django.urls import path

from . import views

app_name = "word_import"
urlpatterns = [
    path("", views.UploadView.as_view(), name="upload"),
    path("<uuid:pk>/", views.PreviewView.as_view(), name="preview"),
    path("<uuid:pk>/anh/<int:number>/", views.picture, name="picture"),
    path("<uuid:pk>/xoa/", views.discard, name="discard"),
]
