"""The way in to everything that runs the school's part of the installation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pejling.web.gate import of_school
from pejling.web.pages.administration.places import open_to


@of_school("administer")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every place the user may enter, with what it is for."""
    crumbs = [
        (request.school.name, reverse("retention", args=[request.school.uuid])),
        (_("Administration"), ""),
    ]
    places = [
        (place.title, place.purpose, place.address(request.access)) for place in open_to(request.access)
    ]
    return render(request, "administration/page.html", {"crumbs": crumbs, "places": places})
