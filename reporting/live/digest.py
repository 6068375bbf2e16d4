"""One sum of all rows, without what is random: keys, what they point at, what is sealed under a nonce."""

from hashlib import sha256

from django.db import connection

# What holds random keys or a salt, and the day on which the house was set up.
RANDOM = {
    "row_id",
    "detail",
    "date_joined",
    "once_key",
    "password",
    "reference",
    "code_hash",
    "session_key",
    "entries",
}
# Not of these days: what set-up and login left, and the pulse of sweeps. And no month of a table of
# months by itself: which of them stand open is said by the day of set-up.
LEFT_OUT = (
    *("django_", "auth_", "staff_session", "standard_qualitystandard", "clocks_sweep"),
    "records_readentry_",
)
_COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' ORDER BY table_name, column_name
"""
# Of names that the catalogue gave.
_SUM = """
SELECT md5(coalesce(string_agg(told, '|' ORDER BY told), ''))
FROM (SELECT ROW({columns})::text AS told FROM {table}) AS every
"""


def digest() -> str:
    """The same for the same lives, in whatever database they were lived."""
    total = sha256()
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        tables: dict[str, list[str]] = {}
        for table, column, kind in cursor.fetchall():
            if not table.startswith(LEFT_OUT) and not _is_random(column, kind):
                tables.setdefault(table, []).append(column)
        for table, columns in tables.items():
            cursor.execute(
                _SUM.format(columns=", ".join(f'"{one}"' for one in columns), table=table)
            )
            total.update(f"{table} {cursor.fetchone()[0]}\n".encode())
    return total.hexdigest()


def _is_random(column: str, kind: str) -> bool:
    key = column == "id" or column.endswith("_id")
    return key or column in RANDOM or (kind in ("uuid", "bytea") and column != "form_key")
