"""Events are never changed or deleted; only their place in the chain is filled in, once."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from keurmerk.audit.freezing import events_allowed, freeze, thaw


def freeze_events(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    connection = schema_editor.connection
    freeze(connection, "audit_event", allowed=events_allowed(connection))


def thaw_events(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    thaw(schema_editor.connection, "audit_event")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(freeze_events, thaw_events)]
