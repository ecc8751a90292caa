"""The platform of every room: settings, Vietnamese text, the base of a page, accounts, files, review, operations."""
