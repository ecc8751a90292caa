"""Ý kiến bạn đọc: reported mistakes, letters to the office, "is this story useful?". Nobody is followed."""
