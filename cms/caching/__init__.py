"""The page cache of the public site, and what browsers and proxies are told about keeping pages.

A room of its own: it knows requests, responses and one number, the generation; no page type.
"""
