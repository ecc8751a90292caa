"""The admin's part of the search: the table of abbreviations."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import SearchSynonym


class SearchSynonymViewSet(SnippetViewSet):
    """Only whoever holds the rights on SearchSynonym (the administrators) sees it."""

    model = SearchSynonym
    icon = "search"
    menu_label = _("Search abbreviations")
    list_display = ["term", "expansion"]
    search_fields = ["term", "expansion"]
    list_per_page = 100


register_snippet(SearchSynonymViewSet)
