"""What was handed in never changes, whoever asks the database."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from keurmerk.programmes.freezing import freeze_versions, thaw_versions


def freeze(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    freeze_versions(schema_editor.connection)


def thaw(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    thaw_versions(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [migrations.RunPython(freeze, thaw)]
