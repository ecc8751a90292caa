"""The drawn pictures of the demo."""
