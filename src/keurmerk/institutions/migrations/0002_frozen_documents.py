"""What was signed is never changed and never deleted."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from keurmerk.audit.freezing import freeze, thaw


def freeze_documents(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    freeze(schema_editor.connection, "institutions_signeddocument")


def thaw_documents(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    thaw(schema_editor.connection, "institutions_signeddocument")


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_initial")]

    operations = [migrations.RunPython(freeze_documents, thaw_documents)]
