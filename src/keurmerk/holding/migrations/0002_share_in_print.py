from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("holding", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="share",
            name="in_print",
            field=models.BooleanField(default=False),
        ),
    ]
