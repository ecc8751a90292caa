"""Every address of the admin and who is let in by it: addresses, the things they name, and the allow table."""
