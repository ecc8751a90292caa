"""The portal's addresses with the search's among them."""

from cms.urls import urlpatterns as portal
from search.urls import urlpatterns as search

urlpatterns = [*search, *portal]
