"""Measure the search against a set of articles and queries."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.evaluation import WORST_FIRST, WORST_RECALL, UnusableSet, evaluate


class Command(BaseCommand):
    help = (
        "Measure the search against a set (articles.json, queries.json) in a temporary index; the real one "
        f"is not touched. Fails below recall {WORST_RECALL:.2f} or first {WORST_FIRST:.2f}."
    )

    def add_arguments(self, parser):
        parser.add_argument("--set", required=True, type=Path, metavar="DIR", help="the folder of the set")

    def handle(self, *args, **options):
        try:
            report = evaluate(options["set"])
        except UnusableSet as error:
            raise CommandError(str(error)) from error
        for name, share in (
            ("recall@10, typed with marks", report.recall_typed),
            ("recall@10, typed without", report.recall_folded),
            ("expected one is first", report.first),
        ):
            self.stdout.write(f"{name:30} {'–' if share is None else f'{share:.3f}'}")
        self.stdout.write(f"{'p50 / p95':30} {report.p50_ms:.1f} / {report.p95_ms:.1f} ms")
        self.stdout.write(f"{'errors':30} {len(report.errors)}")
        for line in (*report.misses, *report.errors):
            self.stdout.write(f"  {line}")
        if not report.passed:
            raise CommandError("Below the thresholds.", returncode=1)
