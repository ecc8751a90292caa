"""``python -m bench [--quick]``: everything that is measured, in one run, as ratios where there is a peer."""

import argparse
import json
import os
from typing import Any

from bench import pictures, serving, uploads

POSTGRES = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"


def main() -> None:
    """Measure and print; machine noise is the reader's to judge."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="200 and 2,000 stories, two seconds a page.")
    parser.add_argument("--stories", default="", help="Sizes of the portal, for example 200,100000.")
    parser.add_argument("--only", default="", help="serving, pictures or uploads.")
    parser.add_argument(
        "--keep",
        default="",
        help="A folder: filled databases stay, here and on the server, for the next run.",
    )
    options = parser.parse_args()
    sizes = [int(size) for size in options.stories.split(",") if size] or (
        [200, 2_000] if options.quick else [200, 100_000]
    )
    seconds = 2 if options.quick else 10
    if options.only in ("", "serving"):
        with serving.sqlite(options.keep, sizes) as databases:
            _print("SQLite", serving.measure(databases, seconds))
        with serving.postgres(POSTGRES, sizes, keep=bool(options.keep)) as databases:
            _print("PostgreSQL", serving.measure(databases, seconds))
    if options.only in ("", "pictures"):
        _print("Pictures", pictures.measure(photographs=2 if options.quick else 6))
    if options.only in ("", "uploads"):
        _print("Uploads", uploads.measure(5 if options.quick else 30))


def _print(title: str, figures: Any) -> None:
    print(f"== {title}", flush=True)
    print(json.dumps(figures, ensure_ascii=False, indent=2, default=str), flush=True)


if __name__ == "__main__":
    main()
