"""What the review changes in Wagtail's page editor."""
