"""What the newsroom's home page says of the processes behind the portal."""

from wagtail import hooks

from .panel import add_panel

hooks.register("construct_homepage_panels", add_panel)
