"""Say whether a server that the tests need answers, and how to start it if it does not.

``python -m tests.servers postgres://…`` exits 0 if it answers, else prints one line and exits 1.
"""

import sys

import environ
import psycopg2


def postgres_answers(url: str) -> bool:
    """Tell whether the PostgreSQL server of that address accepts a connection."""
    settings = environ.Env.db_url_config(url)
    try:
        psycopg2.connect(
            host=settings["HOST"] or None,
            port=settings["PORT"] or None,
            user=settings["USER"] or None,
            password=settings["PASSWORD"] or None,
            dbname=settings["NAME"],
            connect_timeout=3,
        ).close()
    except psycopg2.OperationalError:
        return False
    return True


def main(url: str) -> int:
    """Return the exit status for that address."""
    if postgres_answers(url):
        return 0
    print(
        "Skipped: no PostgreSQL at TEST_DATABASE_URL. Start one with `pg_ctlcluster 15 main start` "
        "(Debian package postgresql) or set TEST_DATABASE_URL.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
