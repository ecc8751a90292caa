"""Addresses of the mail's pages in the newsroom."""

from django.urls import path

from . import views

app_name = "workflow_mail"

urlpatterns = [
    path("", views.failed_mails, name="failed"),
    path("gui-lai/", views.send_again, name="send_all_again"),
    path("gui-lai/<int:job_id>/", views.send_again, name="send_again"),
]
