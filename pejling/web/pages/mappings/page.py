"""The mappings of a school: listed, seen in words, copied, renamed, retired, handed out and taken in as YAML."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.facts.deliveries.mapping.find import text_of_upload
from pejling.facts.deliveries.mapping.lines import line_of
from pejling.facts.deliveries.mapping.load import available, load_mapping
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.models import SavedMapping
from pejling.facts.deliveries.problems import MappingError
from pejling.facts.deliveries.saved_mappings import (
    catalogue_text,
    load_saved,
    rename_mapping,
    retire_mapping,
    save_mapping,
    saved_mapping,
)
from pejling.facts.deliveries.wording import describe
from pejling.web.components.file_names import as_file, file_name
from pejling.web.components.listing import answer, back_to
from pejling.web.gate import of_school
from pejling.web.pages.mappings.in_words import in_words
from pejling.web.pages.mappings.rows import mapping_list

#: Bytes of a YAML file that is taken in.
_LARGEST = 200_000


@of_school("deliver")
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The school's own mappings and the catalogue's."""
    return _page(request)


def _page(
    request: HttpRequest, refused: tuple[str, str, int | None] | None = None, status: int = 200
) -> HttpResponse:
    found = mapping_list(request)
    own = SavedMapping.objects.filter(organisation=request.school).exists()
    context = {"crumbs": crumbs(request), "list": found, "refused": refused, "has_own": own}
    return answer(request, "mappings/page.html", context, status)


@of_school("deliver")
@require_safe
def one(request: HttpRequest, mapping: UUID) -> HttpResponse:
    """A school's own mapping in words, with what may be done to it."""
    saved = _saved(request, mapping)
    context: dict[str, Any] = {"crumbs": crumbs(request, saved.title), "saved": saved, "text": saved.text}
    try:
        context["mapping"] = load_saved(saved)
        context["files"] = in_words(context["mapping"])
    except MappingError as error:
        context["refused"] = _refused(error, saved.text)
    return render(request, "mappings/one.html", context)


@of_school("deliver")
@require_safe
def shipped(request: HttpRequest, name: str) -> HttpResponse:
    """A mapping of the catalogue in words."""
    text = _catalogue(name)
    found = load_mapping(name)
    context = {
        "crumbs": crumbs(request, found.title),
        "mapping": found,
        "text": text,
        "files": in_words(found),
    }
    return render(request, "mappings/one.html", context)


@of_school("deliver")
@require_safe
def one_yaml(request: HttpRequest, mapping: UUID) -> HttpResponse:
    """A school's own mapping as a file to share."""
    saved = _saved(request, mapping)
    return _download(saved.text, saved.name)


@of_school("deliver")
@require_safe
def shipped_yaml(request: HttpRequest, name: str) -> HttpResponse:
    """A mapping of the catalogue as a file."""
    return _download(_catalogue(name), name)


@of_school("deliver")
@require_POST
def rename(request: HttpRequest, mapping: UUID) -> HttpResponse:
    """Another title."""
    saved = _saved(request, mapping)
    try:
        rename_mapping(
            by=request.user, organisation=request.school, saved=saved, title=request.POST.get("title", "")
        )
        messages.success(request, _("It is now called %(title)s.") % {"title": saved.title})
    except MappingError as error:
        messages.error(request, " ".join(describe(error.code, error.params)))
    return HttpResponseRedirect(reverse("mappings_one", args=[request.school.uuid, saved.uuid]))


@of_school("deliver")
@require_POST
def retire(request: HttpRequest, mapping: UUID) -> HttpResponse:
    """Offer it no more, or again."""
    saved = _saved(request, mapping)
    retired = request.POST.get("retired") == "yes"
    retire_mapping(by=request.user, organisation=request.school, saved=saved, retired=retired)
    text = _("%(title)s is no longer offered.") if retired else _("%(title)s is offered again.")
    messages.success(request, text % {"title": saved.title})
    return HttpResponseRedirect(back_to(request, "mappings", request.school.uuid))


@of_school("deliver")
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """A mapping of the catalogue or the school's own under another title, to be changed."""
    given = request.POST.get("mapping", "")
    try:
        if given in available():
            title, text, shape = load_mapping(given).title, catalogue_text(given), {}
        else:
            saved = _saved(request, given)
            title, text, shape = saved.title, saved.text, saved.shape
        wanted = request.POST.get("title", "").strip() or _("Copy of %(title)s") % {"title": title}
        made = save_mapping(
            by=request.user, organisation=request.school, title=wanted, text=text, shape=shape
        )
    except MappingError as error:
        messages.error(request, " ".join(describe(error.code, error.params)))
        return HttpResponseRedirect(reverse("mappings", args=[request.school.uuid]))
    messages.success(request, _("The mapping %(title)s is saved.") % {"title": made.title})
    return HttpResponseRedirect(reverse("mappings_one", args=[request.school.uuid, made.uuid]))


@of_school("deliver")
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Take in a mapping as YAML: a new one, or a new version of the one it replaces."""
    given = request.FILES.get("file")
    if given is None:
        return _page(request, (_("No file was chosen."), _("Choose a file that ends in .yaml."), None), 422)
    text = ""
    try:
        if given.size > _LARGEST:
            raise MappingError("yaml_too_large", "", {"limit": _LARGEST})
        text = text_of_upload(given.read(), given.name)
        title = request.POST.get("title", "").strip() or parse(text).title
        made = save_mapping(by=request.user, organisation=request.school, title=title, text=text)
    except MappingError as error:
        return _page(request, _refused(error, text), 422)
    messages.success(request, _("The mapping %(title)s is saved.") % {"title": made.title})
    return HttpResponseRedirect(reverse("mappings_one", args=[request.school.uuid, made.uuid]))


def crumbs(request: HttpRequest, title: str = "") -> list[tuple[str, str]]:
    """The way here."""
    school = request.school
    made = [(school.name, reverse("retention", args=[school.uuid]))]
    made.append((_("Data"), reverse("deliveries", args=[school.uuid])))
    if not title:
        return [*made, (_("Mappings"), "")]
    return [*made, (_("Mappings"), back_to(request, "mappings", school.uuid)), (title, "")]


def _refused(error: MappingError, text: str) -> tuple[str, str, int | None]:
    """What is wrong, how to mend it, and on which line."""
    what, mend = describe(error.code, error.params)
    line = error.params.get("line") or (line_of(text, error.path_in_yaml) if error.path_in_yaml else None)
    return what, mend, line


def _saved(request: HttpRequest, uuid: UUID | str) -> SavedMapping:
    try:
        return saved_mapping(request.school, UUID(str(uuid)))
    except (SavedMapping.DoesNotExist, ValueError) as error:
        raise Http404 from error


def _catalogue(name: str) -> str:
    try:
        return catalogue_text(name)
    except MappingError as error:
        raise Http404 from error


def _download(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    return as_file(response, f"{file_name(name, 'mapping')}.yaml")
