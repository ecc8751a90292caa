"""The ways through the news that are no pages of the tree. Readers only read: no transaction, no cookie."""
