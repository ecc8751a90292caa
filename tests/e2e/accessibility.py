"""What is looked for on a page that everybody shall be able to read: axe, and what axe does not see."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Those that a look can break: it changes colours and nothing else.
RULES_OF_COLOURS = ("color-contrast", "link-in-text-block")

# Lines closer than 1.5 times their letters.
TIGHT_LINES = """() => [...document.querySelectorAll('body *')].filter(element => {
  const words = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  if (!words || !element.getClientRects().length) return false;
  const style = getComputedStyle(element);
  return parseFloat(style.lineHeight) < 1.499 * parseFloat(style.fontSize) && element.tagName !== 'OPTION';
}).map(element => element.outerHTML.slice(0, 120))"""
# Whatever can be pressed or followed and does not stand within a line of text (WCAG 2.5.8).
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, summary, input, select')].filter(element => {
  if (element.closest('p, dd, .rich-text, .visually-hidden') || element.matches('.skip-link, .visually-hidden'))
    return false;
  const box = element.getBoundingClientRect();
  const cover = getComputedStyle(element, '::after');
  if (!box.width || cover.position === 'absolute' && cover.content !== 'none') return false;
  return box.width < 23.9 || box.height < 23.9;
}).map(element => element.outerHTML.slice(0, 120))"""
# What a reader's own style sheet may ask for (WCAG 1.4.12).
TEXT_SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
# Words that their own box cuts off.
CLIPPED = """() => [...document.querySelectorAll('body *')].filter(element => {
  const style = getComputedStyle(element);
  if (element.closest('.visually-hidden, .skip-link, [aria-hidden="true"]')) return false;
  if (style.overflowX === 'visible' || !element.textContent.trim()) return false;
  return element.scrollWidth > element.clientWidth + 1 && !['auto', 'scroll'].includes(style.overflowX);
}).map(element => element.outerHTML.slice(0, 120))"""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Any, within: str = "html", rules: Sequence[str] = RULES) -> list[str]:
    """Run axe in a part of the page and return what it found, a line each.

    Args:
        page: Playwright's.
        within: the selector of the part.
        rules: the names of axe's rules, or of its groups of rules.
    """
    # As the debugger does, since the pages' policy lets no script in that is not the portal's. Once on a page.
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {_axe()} }}")
    found = page.evaluate(
        "([part, rules]) => axe.run(part, {runOnly: rules, resultTypes: ['violations']})"
        ".then(result => result.violations)",
        [within, list(rules)],
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Any) -> list[str]:
    """Return a line if the page has to be scrolled sideways."""
    excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{excess} px too wide"] if excess > 0 else []


def space_text(page: Any) -> None:
    """Give the page the spacing of ``TEXT_SPACING``, by a sheet of its own: its policy lets no inline style in."""
    page.evaluate(
        """(text) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(text);
          document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
        }""",
        TEXT_SPACING,
    )
