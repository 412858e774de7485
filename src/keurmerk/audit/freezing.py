"""Tables whose rows are written once: the database itself refuses to change or delete them."""

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never deleted'); END
"""
SQLITE_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN NOT ({allowed})
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION {table}_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of {table} are never changed or deleted'
  USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL_DELETE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_frozen()
"""
POSTGRESQL_TRUNCATE = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_frozen()
"""
POSTGRESQL_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
FOR EACH ROW WHEN (NOT ({allowed})) EXECUTE FUNCTION {table}_frozen()
"""
NEVER = "1 = 0"


def freeze(connection: BaseDatabaseWrapper, table: str, *, allowed: str = NEVER) -> None:
    """Let the database refuse changes of `table`, unless `allowed` holds for OLD and NEW.

    On SQLite a migration that rebuilds the table drops its triggers: freeze it again there.
    """
    if connection.vendor == "sqlite":
        statements = [SQLITE_DELETE, SQLITE_UPDATE]
    else:
        statements = [
            POSTGRESQL_FUNCTION,
            POSTGRESQL_DELETE,
            POSTGRESQL_TRUNCATE,
            POSTGRESQL_UPDATE,
        ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=table, allowed=allowed))


def thaw(connection: BaseDatabaseWrapper, table: str) -> None:
    """Let rows of `table` be changed again: for undoing a migration, and for tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
            cursor.execute(f"DROP TRIGGER {table}_no_update")
        else:
            cursor.execute(f"DROP FUNCTION {table}_frozen() CASCADE")


def events_allowed(connection: BaseDatabaseWrapper) -> str:
    """The one change of an event: its place in the chain is filled in, once."""
    same = "IS" if connection.vendor == "sqlite" else "IS NOT DISTINCT FROM"
    kept = ("id", "created_at", "by_id", "verb", "subject_type", "subject_id", "details")
    return " AND ".join(
        [
            "OLD.sequence IS NULL AND OLD.chain = ''",
            "NEW.sequence IS NOT NULL AND NEW.chain <> ''",
            *(f"NEW.{column} {same} OLD.{column}" for column in kept),
        ]
    )
