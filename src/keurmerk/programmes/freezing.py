"""What was handed in never changes: the database itself repeats it, on both databases.

A migration that rebuilds one of these tables on SQLite drops its triggers: freeze again there.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

VERSION = "programmes_programmeversion"
EDITABLE = "('draft', 'returned')"
CONTENT = (
    "programme_id",
    "number",
    *(
        f"{field}_{language}"
        for field in (
            "title",
            "description",
            "target_group",
            "prerequisites",
            "level_reason",
            "stackability",
            "framework_name",
            "content",
            "digest",
        )
        for language in ("nl", "en")
    ),
    "ects",
    "hours",
    "weeks",
    "eqf_level",
    "nlqf_level",
    "participation",
    "teaching_language",
    "fee",
    "fee_covers_costs",
    "accredited_programme",
    "stackable",
    "isced_f",
    "framework",
    "version_hash",
)
# Where the state of the version of a row in a part is found.
PARTS = {
    "programmes_learningoutcome": "{row}.version_id",
    "programmes_assessment": "{row}.version_id",
    "programmes_activity": "{row}.version_id",
    "programmes_assessment_outcomes": (
        "(SELECT version_id FROM programmes_assessment WHERE id = {row}.assessment_id)"
    ),
}
STATE = "(SELECT state FROM programmes_programmeversion WHERE id = {version})"
SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, 'what was handed in never changes'); END
"""
POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION 'what was handed in never changes'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def freeze_versions(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse to change the content of a version that is out of hand."""
    statement = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for name, event, table, condition in triggers(connection.vendor):
            cursor.execute(
                statement.format(name=name, event=event, table=table, condition=condition)
            )


def thaw_versions(connection: BaseDatabaseWrapper) -> None:
    """Let versions be changed again: for undoing a migration, and for tests."""
    with connection.cursor() as cursor:
        for name, _event, _table, _condition in triggers(connection.vendor):
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP FUNCTION {name} CASCADE")


def triggers(vendor: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, event, table and condition of every trigger."""
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in CONTENT)
    reopened = (
        f"NEW.state IN {EDITABLE} AND NOT (OLD.state = 'submitted' AND NEW.state = 'returned')"
    )
    out_of_hand = f"OLD.state NOT IN {EDITABLE}"
    yield f"{VERSION}_kept", "UPDATE", VERSION, f"{out_of_hand} AND (({changed}) OR ({reopened}))"
    yield f"{VERSION}_stays", "DELETE", VERSION, out_of_hand
    for table, version in PARTS.items():
        for event, rows in (("INSERT", ("NEW",)), ("UPDATE", ("OLD", "NEW")), ("DELETE", ("OLD",))):
            condition = " OR ".join(
                f"{STATE.format(version=version.format(row=row))} NOT IN {EDITABLE}" for row in rows
            )
            yield f"{table}_no_{event.lower()}", event, table, condition
