"""The way to each page on data, and what its things are called."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pejling.facts.deliveries.models import Delivery, Upload
from pejling.web.components import numbers
from pejling.web.components.listing import back_to

Crumb = tuple[str, str]


def crumbs_to(request: HttpRequest, *last: Crumb) -> list[Crumb]:
    """School, Data (as the reader left its lists), then the given ones."""
    school = request.school
    return [
        (school.name, reverse("retention", args=[school.uuid])),
        (_("Data"), back_to(request, "deliveries", school.uuid)),
        *last,
    ]


def delivery_title(delivery: Delivery) -> str:
    """A delivery's name: its source and date, or what it corrects."""
    day = numbers.day(delivery.as_of)
    if delivery.corrects_id:
        return _("Corrections to %(title)s, %(day)s") % {"title": delivery.source.title, "day": day}
    return f"{delivery.source.title}, {day}"


def delivery_crumb(delivery: Delivery) -> Crumb:
    """The delivery's page."""
    return delivery_title(delivery), reverse(
        "deliveries_one", args=[delivery.organisation.uuid, delivery.uuid]
    )


def upload_title(upload: Upload) -> str:
    """What an upload is called: its files, or what it corrects."""
    if upload.corrects:
        return _("Corrections to %(title)s") % {"title": delivery_title(upload.corrects)}
    names = [file.name for file in upload.files.all()]
    if not names:
        return _("Files")
    if len(names) == 1:
        return names[0]
    return _("%(name)s and %(count)d more") % {"name": names[0], "count": len(names) - 1}


def upload_crumb(upload: Upload) -> Crumb:
    """The upload's page."""
    return upload_title(upload), reverse("uploads_one", args=[upload.organisation.uuid, upload.uuid])
