"""The table of tokens on each database: SQLite's FTS5, PostgreSQL's tsvector with GIN.

Both hold the same set of tokens for each entry (tokens.py) and answer one question: which entries satisfy the
rungs, in their order, newest first within a rung. One statement holds the whole ladder. Both databases carry
it out lazily: UNION ALL goes from rung to rung and ends when the page is full. A rung that was not enough has
been read to its end, so what it found is complete and the next rungs can leave that out.

Only tokens reach the SQL, as parameters, and tokens hold letters, digits and underscores alone.
"""

from collections.abc import Iterable, Sequence

from django.db import NotSupportedError, connection

from .query import PREFIX, Condition, Rung

TABLE = "search_tokens"
ENTRIES = "search_searchentry"
_MERGES = 2_000


class TokenTable:
    """What both databases have in common."""

    key = ""
    newest_first = ""
    within = ""  # the parameters are the first key and the one after the last
    conjunction = ""
    disjunction = ""

    def find(
        self, rungs: Sequence[Rung], required: Iterable[str], limit: int, keys: range | None = None
    ) -> list[tuple[int, int]]:
        """Return (place of the rung, entry's key) for at most ``limit`` entries, the best first.

        Args:
            rungs: the ladder.
            required: tokens that every entry must have (the filters).
            limit: how many entries are wanted.
            keys: between which keys an entry lies (index.keys_of_period), None for all.
        """
        if not rungs:
            return []
        within, ends = ("", []) if keys is None else (self.within, [keys.start, keys.stop])
        tokens = sorted(required)
        return self._descend([self._matches(rung.condition, tokens) for rung in rungs], within, ends, limit)

    def _descend(
        self, rungs: Sequence[Sequence[str]], within: str, ends: Sequence[int], limit: int
    ) -> list[tuple[int, int]]:
        raise NotImplementedError

    def newest(self, required: Iterable[str], limit: int, keys: range | None = None) -> list[int]:
        """Return the newest entries that have all of some tokens, as filters without words ask for them."""
        rung = Rung(frozenset({frozenset(required)}), folded=True)
        return [key for _place, key in self.find([rung], (), limit, keys)]

    def which_exist(self, tokens: Sequence[str]) -> set[str]:
        """Return those of some tokens that any entry has."""
        raise NotImplementedError

    def _matches(self, condition: Condition, required: Sequence[str]) -> list[str]:
        """Return what the index is asked for: an entry that satisfies one of these answers."""
        return [self._match(condition, required)]

    def _match(self, condition: Condition, required: Sequence[str]) -> str:
        return self.conjunction.join([self._condition(condition), *map(self._term, required)])

    def _condition(self, condition: Condition) -> str:
        alternatives = sorted(
            self.conjunction.join(self._term(token) for token in sorted(alternative))
            for alternative in condition
        )
        return "(" + self.disjunction.join(f"({alternative})" for alternative in alternatives) + ")"

    def _term(self, token: str) -> str:
        raise NotImplementedError

    def _execute(self, sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)

    def add(self, rows: Sequence[tuple[int, list[str]]]) -> None:
        """Store the tokens of entries that have none yet."""
        raise NotImplementedError

    def remove(self, keys: Sequence[int]) -> None:
        """Remove the tokens of entries; keys that are not there do not matter."""
        raise NotImplementedError

    def clear(self) -> None:
        """Remove all tokens."""
        self._execute(f"DELETE FROM {TABLE}")

    def count(self) -> int:
        """Return how many entries have tokens."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {TABLE}")
            return cursor.fetchone()[0]

    def remove_strays(self) -> int:
        """Remove tokens without an entry. Returns how many there were."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {self.key} FROM {TABLE} WHERE {self.key} NOT IN (SELECT id FROM {ENTRIES})"
            )
            strays = [key for (key,) in cursor.fetchall()]
        self.remove(strays)
        return len(strays)

    def brace(self) -> None:
        """Prepare for many changes. Without it they are right, only slower."""

    def settle(self) -> None:
        """Bring the index into its fastest form after many changes."""
        raise NotImplementedError

    def set_aside(self) -> None:
        """Shadow both tables with empty temporary ones of the same names, until the transaction is undone.

        Both databases look for a name among the temporary tables first. The real index is not touched, not
        even locked; nobody else sees the temporary one.
        """
        with connection.cursor() as cursor:
            self._shadow(cursor)

    def _shadow(self, cursor) -> None:
        raise NotImplementedError


class SQLiteTokens(TokenTable):
    """An FTS5 table whose rowid is the entry's key: FTS5 reads it backwards without sorting."""

    key = "rowid"
    matches = f"{TABLE} MATCH %s"  # the parameter is what _match() returns
    newest_first = "ORDER BY rowid DESC"
    within = " AND rowid >= %s AND rowid < %s"
    conjunction, disjunction = " AND ", " OR "

    def _term(self, token: str) -> str:
        return f'"{token.removesuffix(PREFIX)}"*' if token.endswith(PREFIX) else f'"{token}"'

    def _descend(
        self, rungs: Sequence[Sequence[str]], within: str, ends: Sequence[int], limit: int
    ) -> list[tuple[int, int]]:
        # SQLite makes rows as they are fetched, so the steps that nobody asks for cost nothing. To leave out in
        # SQL what is above would double the statement with each rung: SQLite writes out every reference.
        step = (
            f"SELECT * FROM (SELECT %s, rowid FROM {TABLE} WHERE {self.matches}{within}"
            f" {self.newest_first} LIMIT %s)"
        )
        parameters: list[str | int] = []
        for place, matches in enumerate(rungs):
            parameters += [place, *matches, *ends, 2 * limit]  # as many again may stand above
        found: dict[int, int] = {}
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([step] * len(rungs)), parameters)
            while len(found) < limit and (row := cursor.fetchone()):
                found.setdefault(row[1], row[0])
        return [(place, key) for key, place in found.items()]

    def which_exist(self, tokens: Sequence[str]) -> set[str]:
        found: set[str] = set()
        # SQLite joins at most 500 SELECTs in one statement.
        for start in range(0, len(tokens), 250):
            asked = tokens[start : start + 250]
            arm = f"SELECT * FROM (SELECT %s FROM {TABLE} WHERE {self.matches} LIMIT 1)"
            parameters = [value for place, token in enumerate(asked) for value in (place, self._term(token))]
            with connection.cursor() as cursor:
                cursor.execute(" UNION ALL ".join([arm] * len(asked)), parameters)
                found.update(asked[place] for (place,) in cursor.fetchall())
        return found

    def add(self, rows: Sequence[tuple[int, list[str]]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s)",
                [(key, " ".join(tokens)) for key, tokens in rows],
            )

    def remove(self, keys: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(key,) for key in keys])

    def settle(self) -> None:
        # 'optimize' at once would hold the only write lock for half a minute at 100,000 documents. A negative
        # number merges everything in the end, so many pages at a time; fewer than two changes: it is done.
        for _step in range(_MERGES):
            before = connection.connection.total_changes
            self._execute(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES ('merge', -500)")
            if connection.connection.total_changes - before < 2:
                break

    def _shadow(self, cursor) -> None:
        cursor.execute("SELECT sql FROM main.sqlite_master WHERE name IN (%s, %s)", [TABLE, ENTRIES])
        for (sql,) in cursor.fetchall():
            for table in (TABLE, ENTRIES):
                sql = sql.replace(f'TABLE "{table}"', f"TABLE temp.{table}").replace(
                    f"TABLE {table}", f"TABLE temp.{table}"
                )
            cursor.execute(sql)


class PostgresTokens(TokenTable):
    """A narrow table with a tsvector; the tokens lie out of line, so that a common word reads few pages.

    ``id + 0`` keeps the planner from walking the primary key and testing row by row, which takes seconds for
    rare words; with the column's statistics off (migration 0002) it always asks the GIN index.
    """

    key = "id"
    newest_first = "ORDER BY id + 0 DESC"
    within = " AND id + 0 >= %s AND id + 0 < %s"
    conjunction, disjunction = " & ", " | "

    def _term(self, token: str) -> str:
        return f"'{token.removesuffix(PREFIX)}':*" if token.endswith(PREFIX) else f"'{token}'"

    def _matches(self, condition: Condition, required: Sequence[str]) -> list[str]:
        # GIN is fast where all tokens must be there: it goes by the rarest and skips the others. In a mixture it
        # reads them all, so each alternative is asked for by itself; those of one token can be together.
        alone = frozenset(alternative for alternative in condition if len(alternative) == 1)
        several = sorted(condition - alone, key=sorted)
        parts = [frozenset({alternative}) for alternative in several]
        return [self._match(part, required) for part in ([alone] if alone else []) + parts]

    def _descend(
        self, rungs: Sequence[Sequence[str]], within: str, ends: Sequence[int], limit: int
    ) -> list[tuple[int, int]]:
        # Joined to what is asked, and with a limit of its own, each is planned without seeing how many tokens it
        # has: of a dozen the planner thinks that reading a small table whole costs less, and it costs 50 ms.
        steps: list[str] = []
        parameters: list[list[str] | int] = []
        for place, matches in enumerate(rungs):
            higher = " UNION ALL ".join(f"SELECT id FROM rung_{above}" for above in range(place))
            steps.append(
                f"""rung_{place} (id) AS MATERIALIZED (
                    SELECT DISTINCT found.id FROM unnest(%s::text[]) AS asked (term), LATERAL (
                        SELECT id FROM {TABLE} WHERE tokens @@ term::tsquery{within}
                        {f"AND id NOT IN ({higher})" if higher else ""} {self.newest_first} LIMIT %s
                    ) AS found ORDER BY found.id DESC LIMIT %s)"""
            )
            parameters += [list(matches), *ends, limit, limit]
        ladder = " UNION ALL ".join(f"SELECT {place}, id FROM rung_{place}" for place in range(len(steps)))
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {', '.join(steps)} {ladder} LIMIT %s", [*parameters, limit])
            return cursor.fetchall()

    def which_exist(self, tokens: Sequence[str]) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""SELECT token FROM unnest(%s::text[], %s::text[]) AS asked (token, term), LATERAL (
                    SELECT id FROM {TABLE} WHERE tokens @@ term::tsquery ORDER BY id + 0 DESC LIMIT 1
                ) AS found""",
                [list(tokens), [self._term(token) for token in tokens]],
            )
            return {token for (token,) in cursor.fetchall()}

    def add(self, rows: Sequence[tuple[int, list[str]]]) -> None:
        if not rows:
            return
        values = ", ".join(["(%s, array_to_tsvector(%s::text[]))"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {TABLE} (id, tokens) VALUES {values}", [value for row in rows for value in row]
            )

    def remove(self, keys: Sequence[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", [list(keys)])

    def brace(self) -> None:
        # Entries are collected and sorted in bulk: 2.5 times faster, but each search reads the pile too.
        self._execute(f"ALTER INDEX {TABLE}_tokens SET (fastupdate = on, gin_pending_list_limit = 65536)")

    def settle(self) -> None:
        self._execute(f"ALTER INDEX {TABLE}_tokens SET (fastupdate = off)")
        self._execute(f"SELECT gin_clean_pending_list('{TABLE}_tokens'::regclass)")
        self._execute(f"ANALYZE {TABLE}")

    def _shadow(self, cursor) -> None:
        for table in (TABLE, ENTRIES):
            cursor.execute(f"CREATE TEMPORARY TABLE {table} (LIKE {table} INCLUDING ALL)")


def token_table() -> TokenTable:
    """Return the table of tokens of the default database.

    Raises:
        NotSupportedError: the database is neither SQLite nor PostgreSQL.
    """
    tables = {"sqlite": SQLiteTokens, "postgresql": PostgresTokens}
    if connection.vendor not in tables:
        raise NotSupportedError("The search needs SQLite or PostgreSQL.")
    return tables[connection.vendor]()
