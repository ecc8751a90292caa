"""Lượt xem: from a reader's browser to the tables of news/models/views.py (docs/view-counts.md)."""
