"""Publication at the hour that was signed, and the working time by which due times and reminders count."""
