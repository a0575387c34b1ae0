"""Partners and follow-ups get an id that leaves the house; a follow-up keeps the figures it was decided by."""

import uuid

from django.db import migrations, models


def ids(apps, schema_editor):
    for name in ("Partner", "FollowUp"):
        model = apps.get_model("plans", name)
        for row in model.objects.all():
            row.uuid = uuid.uuid4()
            row.save(update_fields=["uuid"])


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_annual_cycle")]

    operations = [
        migrations.AddField("partner", "uuid", models.UUIDField(null=True, editable=False)),
        migrations.AddField("followup", "uuid", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(ids, migrations.RunPython.noop),
        migrations.AlterField(
            "partner", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField(
            "followup", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AddField("followup", "figures", models.JSONField(blank=True, default=list)),
        migrations.AddField("followup", "revision", models.PositiveIntegerField(default=1)),
    ]
