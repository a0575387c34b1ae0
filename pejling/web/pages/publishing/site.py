"""What the school has published, all of it, and what its public site says about itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pejling.facts.deliveries.cpr import scrub_text
from pejling.quality.publishing import actions, queries
from pejling.quality.publishing.kinds import kind_title, period_in_words
from pejling.quality.publishing.models import Edition, Publication, Site
from pejling.quality.publishing.refusing import Refused
from pejling.quality.publishing.site.value import address_name
from pejling.web.components.listing import Column, Empty, answer, listing
from pejling.web.gate import of_school
from pejling.web.pages.people.forms import DAY_FORMATS
from pejling.web.pages.plans.frame import crumbs
from pejling.web.pages.plans.rooms import rooms
from pejling.web.pages.publishing.frame import What, address, public_address

COLUMNS = [
    Column("title", gettext_lazy("Title"), lambda one: one["title"], sort=lambda one: one["title"], words=True,
           link=lambda one: one["address"]),
    Column("kind", gettext_lazy("Kind"), lambda one: one["kind"], sort=lambda one: one["kind"]),
    Column("period", gettext_lazy("Period"), lambda one: one["period"], sort=lambda one: one["period"], keep=True),
    Column("state", gettext_lazy("State"), lambda one: one["state"], sort=lambda one: one["state"]),
    Column("editions", gettext_lazy("Editions"), lambda one: one["editions"], sort=lambda one: one["editions"],
           numeric=True),
    Column("updated", gettext_lazy("Updated"), lambda one: one["updated"], sort=lambda one: one["updated"],
           keep=True),
    Column("public", gettext_lazy("Public address"), lambda one: one["public"], link=lambda one: one["public"],
           optional=True),
]  # fmt: skip


@of_school("see_plans")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every publication, and where the public finds it."""
    site = queries.site_of(request.school)
    rows = [
        made
        for one in queries.publications_of(request.school)
        if (made := _row(request, one, site)) is not None
    ]
    empty = Empty(
        _("Nothing has been published yet"),
        _("An adopted plan is published from its own page, under Publication."),
        reverse("plans", args=[request.school.uuid]),
        _("See the plans"),
    )
    found = listing(
        request,
        rows,
        COLUMNS,
        [],
        name="publications",
        title=_("Publications"),
        order="-updated",
        empty=empty,
    )
    may = request.access.may("publish")
    context = {
        "crumbs": crumbs(request, None, _("Publications")),
        "list": found,
        "rooms": rooms(request, "publications"),
        "may_publish": may,
        "site": site,
        "address": public_address(site.slug) if site else "",
        "figures": address(request, None, What.KEY_FIGURES) if may else "",
        "behind": may and bool(rows) and queries.is_behind(request.school),
    }
    return answer(request, "publishing/list.html", context)


def _row(request: HttpRequest, publication: Publication, site: Site | None) -> dict[str, Any] | None:
    """One line; None for what hasn't reached the public, where the reader isn't of the school."""
    seen = [one for one in publication.editions.all() if not one.is_open]
    if not seen and not request.access.may("see_plan_work"):
        return None
    newest = seen[0] if seen else None
    shown: Edition = newest or publication.editions.all()[0]
    plan = publication.plan
    way = ""
    if plan is not None or not publication.is_of_plan:
        way = address(request, plan, publication.what)
    return {
        "title": publication.title,
        "kind": kind_title(publication),
        "period": period_in_words(*shown.period) if shown.period else "",
        "state": shown.get_state_display(),
        "editions": len(seen),
        "updated": newest.published_at if newest else None,
        "address": way,
        "public": public_address(site.slug, f"{publication.slug}/") if site and seen else "",
    }


class SiteForm(forms.Form):
    """What the public site says about itself."""

    slug = forms.SlugField(
        label=gettext_lazy("Address"),
        max_length=80,
        help_text=gettext_lazy(
            "The last part of the address. It is fixed once something has been published."
        ),
        error_messages={
            "required": gettext_lazy("Write an address."),
            "invalid": gettext_lazy("Write small letters, digits and hyphens only."),
        },
    )
    about = forms.CharField(
        label=gettext_lazy("About the pages"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    home_page = forms.URLField(
        label=gettext_lazy("The school's own site"), required=False, assume_scheme="https", max_length=300
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address for questions about accessibility"),
        required=False,
        help_text=gettext_lazy("An office's, no person's own: everybody sees it."),
    )
    contact_phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    compliance = forms.ChoiceField(
        label=gettext_lazy("The public pages"),
        required=False,
        choices=[("", gettext_lazy("not stated yet")), *Site.Compliance.choices],
    )
    known_problems = forms.CharField(
        label=gettext_lazy("What isn't accessible"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    alternatives = forms.CharField(
        label=gettext_lazy("What can be used instead"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )
    tested_how = forms.CharField(
        label=gettext_lazy("How it was tested"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    stated_on = forms.DateField(
        label=gettext_lazy("Stated on"),
        required=False,
        input_formats=DAY_FORMATS,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write a day as 31-12-2026.")},
    )
    official_link = forms.URLField(
        label=gettext_lazy("The statement made with the tool of the Agency for Digital Government"),
        required=False,
        assume_scheme="https",
        max_length=300,
    )

    def __init__(self, *args: Any, fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["slug"]
        for field in self.fields.values():
            style = "form-select" if isinstance(field, forms.ChoiceField) else "form-input"
            field.widget.attrs["class"] = style

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for name, text in list(found.items()):
            if isinstance(text, str) and scrub_text(text) != text:
                self.add_error(name, _("This holds what looks like a CPR number. Take it out."))
        if "slug" in found:
            found["slug"] = found["slug"].lower()
        return found


@of_school("publish")
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """The form; what changes is on the public pages at once."""
    site = queries.site_of(request.school)
    published = Edition.objects.filter(organisation=request.school, published_at__isnull=False).exists()
    initial = {name: getattr(site, name) for name in SiteForm.base_fields} if site else {}
    initial.setdefault("slug", address_name(request.school.name))
    form = SiteForm(request.POST or None, initial=initial, fixed=published)
    if request.method == "POST" and form.is_valid():
        try:
            changed = actions.change_site(
                by=request.user, organisation=request.school, values=form.cleaned_data
            )
            if changed and published:
                actions.rebuild(by=request.user, organisation=request.school)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The public site says this now."))
            return HttpResponseRedirect(reverse("publications", args=[request.school.uuid]))
    context = {
        "crumbs": crumbs(request, None, _("Public site")),
        "form": form,
        "site": site,
        "published": published,
    }
    status = 400 if request.method == "POST" else 200
    return render(request, "publishing/site.html", context, status=status)


@of_school("publish")
@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    """Write the public pages anew from what has been published."""
    try:
        if actions.rebuild(by=request.user, organisation=request.school):
            messages.success(request, _("The public pages are written anew."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("publications", args=[request.school.uuid]))
