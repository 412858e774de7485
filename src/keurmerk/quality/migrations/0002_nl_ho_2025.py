"""The Dutch quality framework for higher education, with the addendum of 1 May 2025."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from keurmerk.quality.frameworks import load_framework


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    load_framework(apps, "nl_ho_2025")


def unload(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("quality", "FrameworkVersion").objects.filter(slug="nl-ho-2025").delete()


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]

    operations = [migrations.RunPython(load, unload)]
