"""Give each membership its own id, and turn the departments it was held to into scopes."""

import uuid

from django.db import migrations


def forwards(apps, schema_editor):
    Membership = apps.get_model("accounts", "Membership")
    Scope = apps.get_model("accounts", "Scope")
    for membership in Membership.objects.all():
        membership.uuid = uuid.uuid4()
        membership.save(update_fields=["uuid"])
        Scope.objects.bulk_create(
            Scope(
                organisation_id=membership.organisation_id,
                membership=membership,
                dimension="department",
                part=part,
            )
            for part in membership.departments.all()
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_dated_and_scoped")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
