"""Nhuận bút: what each contribution is worth, the month's sheet, what is paid and what is late (docs/royalties.md)."""
