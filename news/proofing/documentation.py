"""The table of the checks in docs/proofing.md: ``python -m news.proofing.documentation`` prints it."""

from django.utils import translation


def table() -> str:
    """Return the checks as a Markdown table, in English."""
    from .checks import CHECKS

    with translation.override("en"):
        rows = [f"| `{check.key}` | {check.name} | {check.explanation} |" for check in CHECKS]
    return "\n".join(["| key | check | what it does |", "|---|---|---|", *rows])


if __name__ == "__main__":
    import django

    django.setup()
    print(table())
