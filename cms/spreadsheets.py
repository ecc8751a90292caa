"""What a file for Excel needs, whichever room writes it.

A title such as ``=HYPERLINK(…)`` must never become a formula on the desk of whoever opens the file (OWASP,
"CSV injection"). CSV knows no type for text: there an apostrophe comes before such a value.
"""

# Full-width forms count as formulas in some of Excel's East Asian editions.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads a CSV's Vietnamese as Windows-1252


def csv_cell(value: str) -> str:
    """Return a value that no spreadsheet takes for a formula, also if it trims spaces first."""
    starts = value.startswith(FORMULA_STARTS) or value.lstrip().startswith(FORMULA_STARTS)
    return f"'{value}" if starts else value
