"""Rows kept out are counted once, when a delivery is accepted; what an undone one left is known to be cleared."""

from django.db import migrations, models


def count_rows_kept_out(apps, schema_editor):
    """A row with two mistakes is one row."""
    Delivery = apps.get_model("deliveries", "Delivery")
    Row = apps.get_model("deliveries", "QuarantinedRow")
    for delivery in Delivery.objects.all():
        rows = Row.objects.filter(delivery=delivery).values("file", "row").distinct()
        Delivery.objects.filter(pk=delivery.pk).update(kept_out=rows.count())


class Migration(migrations.Migration):

    dependencies = [
        ("deliveries", "0003_uploads_and_saved_mappings"),
    ]

    operations = [
        migrations.AddField(
            model_name="deliveredfile",
            name="header_row",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="is_cleared",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="delivery",
            name="kept_out",
            field=models.BigIntegerField(default=0),
        ),
        migrations.RunPython(count_rows_kept_out, migrations.RunPython.noop),
    ]
