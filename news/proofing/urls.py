from django.urls import path

from .views import check

app_name = "proofing"

urlpatterns = [path("", check, name="check")]
