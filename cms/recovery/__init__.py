"""Backup and restore, and upgrades that readers do not notice (docs/backup.md, docs/upgrading.md)."""
