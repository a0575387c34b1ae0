from django.db import migrations, models


def keep_with_deliveries(apps, schema_editor):
    """What stood with the source now stands with each of its deliveries."""
    Delivery = apps.get_model("deliveries", "Delivery")
    for source in apps.get_model("deliveries", "Source").objects.all():
        facts = {
            "precedence": source.precedence,
            "never_started": source.never_started,
            "leave_outcomes": {},
        }
        Delivery.objects.filter(source=source).update(mapping_facts=facts)


class Migration(migrations.Migration):

    dependencies = [
        ("deliveries", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="mapping_facts",
            field=models.JSONField(default=dict),
        ),
        migrations.RunPython(keep_with_deliveries, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="source",
            name="source_never_started",
        ),
        migrations.RemoveField(
            model_name="source",
            name="never_started",
        ),
        migrations.RemoveField(
            model_name="source",
            name="precedence",
        ),
    ]
