"""The public search: its own index, the same on SQLite and PostgreSQL."""
