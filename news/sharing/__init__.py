"""What other machines are told of the portal: feeds, sitemaps, calendars, meta data, the read-only API.

All of it starts from ``visible()`` and says only what the public pages say.
"""
