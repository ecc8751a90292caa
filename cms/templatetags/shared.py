"""``{% shared %}``: what all pages of a generation print alike, rendered once in it."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from cms.caching import shared

register = template.Library()


class SharedNode(template.Node):
    """Renders its contents once for each key and generation."""

    def __init__(self, nodelist: NodeList, name: str, keys: list[FilterExpression]) -> None:
        self.nodelist, self.name, self.keys = nodelist, name, keys

    def render(self, context: template.Context) -> SafeString:
        """Return the contents as they were rendered first."""
        key = tuple(each.resolve(context) for each in self.keys)
        return shared.in_generation((self.name, key), lambda: self.nodelist.render(context))


@register.tag("shared")
def do_shared(parser: Parser, token: Token) -> SharedNode:
    """``{% shared "footer" nav.key %}…{% endshared %}``.

    Django's own ``{% cache %}`` goes by time; this one by the generation of the public site
    (cms/caching/shared.py). The contents may print nothing but what the keys tell and what begins a new
    generation when it is changed: no request, no page, no moment.
    """
    _tag, *words = token.split_contents()
    if not words or words[0][0] not in "\"'":
        raise template.TemplateSyntaxError(
            "{% shared %} takes a quoted name, then what its contents depend on."
        )
    nodelist: Any = parser.parse(("endshared",))
    parser.delete_first_token()
    return SharedNode(nodelist, words[0][1:-1], [parser.compile_filter(word) for word in words[1:]])
