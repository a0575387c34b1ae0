"""Make a mapping by pointing: say what each file holds and which column is which, try it, save it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pejling.base.accounts.access import Denied
from pejling.facts.deliveries.mapping.among import Known, fits, recognise_among
from pejling.facts.deliveries.mapping.build import Complaint, Incomplete, as_yaml, build, content_of
from pejling.facts.deliveries.mapping.column_names import names_in
from pejling.facts.deliveries.mapping.parse import parse
from pejling.facts.deliveries.mapping.pointing import KINDS, Pointed, PointedFile
from pejling.facts.deliveries.mapping.told import merged
from pejling.facts.deliveries.models import SavedMapping, Upload
from pejling.facts.deliveries.previewing import FilePreview, preview
from pejling.facts.deliveries.problems import MappingError, Unreadable
from pejling.facts.deliveries.reading.chosen import Chosen
from pejling.facts.deliveries.saved_mappings import mappings_for, save_mapping, saved_mapping
from pejling.facts.deliveries.upload_actions import WrongState, choose_mapping
from pejling.facts.deliveries.upload_files import path_of
from pejling.facts.deliveries.upload_queries import upload as upload_of
from pejling.facts.deliveries.wording import describe
from pejling.web.components.table_words import table_title
from pejling.web.gate import of_school
from pejling.web.pages.deliveries.upload_page import may_see_rows
from pejling.web.pages.mappings.asking import Group, Said, grouped, sent, suggested
from pejling.web.pages.mappings.form import file_form
from pejling.web.pages.mappings.page import crumbs
from pejling.web.pages.mappings.trial import Tried, try_on


@dataclass(slots=True)
class Pointing:
    """What the page works on: the upload's files, the mappings known, and the one begun with."""

    upload: Upload
    previews: list[FilePreview]
    groups: list[Group]
    known: list[Known]
    base: Known | None
    saved: SavedMapping | None
    said: list[Said] = field(default_factory=list)
    title: str = ""
    precedence: str = "50"
    replaces: bool = False
    complaints: Sequence[Complaint] = ()
    problem: tuple[str, str] | None = None
    tried: Tried | None = None


@of_school("deliver")
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """The page as it is first seen: with suggestions."""
    if not request.GET.get("upload"):
        return render(request, "mappings/no_upload.html", {"crumbs": crumbs(request, _("New mapping"))})
    try:
        work = _work(request)
    except Unreadable as error:
        return _unreadable(request, error)
    names = names_in(one.mapping for one in work.known)
    base = work.base.mapping if work.base else None
    work.said = [suggested(group, names, base) for group in work.groups]
    work.title = work.saved.title if work.saved else ""
    work.replaces = work.saved is not None and not any(said.lost for said in work.said)
    work.precedence = str(base.precedence) if base else "50"
    return _shown(request, work)


@of_school("deliver")
@require_POST
def point(request: HttpRequest) -> HttpResponse:
    """What was pointed at: shown again, tried on the files, or saved."""
    try:
        work = _work(request)
    except Unreadable as error:
        return _unreadable(request, error)
    names = names_in(one.mapping for one in work.known)
    base = work.base.mapping if work.base else None
    work.said = [sent(request.POST, place, group, names, base) for place, group in enumerate(work.groups)]
    work.title = " ".join(request.POST.get("title", "").split())[:200]
    work.precedence = request.POST.get("precedence", "50").strip()[:7]
    work.replaces = request.POST.get("replaces") == "yes" and work.saved is not None
    do = request.POST.get("do", "show")
    if do not in ("try", "save"):
        return _shown(request, work)
    text = _built(work)
    if text is None:
        return _shown(request, work, 422)
    if do == "save" and work.title:
        saved = _save(request, work, text)
        if saved:
            return _go_on(request, work, saved)
        return _shown(request, work, 422)
    if do == "save":
        work.complaints = [Complaint(None, "title", "no_title")]
        return _shown(request, work, 422)
    paths = [path_of(file) for file in work.upload.files.all()]
    work.tried = try_on(paths, _choices(work.upload), parse(text), work.upload.as_of or _today())
    return _shown(request, work)


def _work(request: HttpRequest) -> Pointing:
    """The upload in the address, looked at; 404 for anybody else's. Raises `Unreadable`."""
    try:
        upload = upload_of(request.school, request.GET.get("upload", ""))
    except (Upload.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error
    if not may_see_rows(request, upload):
        raise Denied("see_persons")
    files = list(upload.files.all())
    if upload.state in (Upload.State.ACCEPTED, Upload.State.DISCARDED) or not files:
        raise Unreadable("files_gone")
    previews = []
    for file, chosen in zip(files, _choices(upload), strict=True):
        path = path_of(file)
        if not file.path or not path.is_file():
            raise Unreadable("files_gone")
        shown = preview(
            path,
            encoding=chosen.encoding,
            separator=chosen.separator,
            header=chosen.header,
            sheet=chosen.sheet,
        )
        previews.append(replace(shown, name=file.name))
    known = mappings_for(request.school)
    key = request.GET["from"] if "from" in request.GET else _likely_base(upload, previews, known)
    base = next((one for one in known if one.key == key), None)
    saved = saved_mapping(request.school, base.saved) if base and base.saved else None
    found = fits(previews, base).fits if base else ()
    return Pointing(upload, previews, grouped(previews, found), known, base, saved)


def _likely_base(upload: Upload, previews: Sequence[FilePreview], known: Sequence[Known]) -> str:
    """The mapping to begin with where nobody has said: the one chosen for the upload, or a known one of the school's
    own that no longer fits; "" for none."""
    chosen = str(upload.saved_mapping.uuid) if upload.saved_mapping else upload.mapping
    if chosen:
        return chosen
    found = recognise_among(previews, [one for one in known if one.saved])
    return found.known.key if found else ""


def _choices(upload: Upload) -> list[Chosen]:
    """What was chosen about each file, but for its kind: that is what is pointed at here."""
    return [replace(Chosen.of(file.chosen), role=None) for file in upload.files.all()]


def _built(work: Pointing) -> str | None:
    """The mapping's YAML; None where something is missing, which is noted."""
    if not _whole(work.precedence):
        work.complaints = [Complaint(None, "precedence", "field_not_whole")]
        return None
    pointed = _pointed(work)
    try:
        text = build(pointed)
        if work.replaces and work.saved:
            text = as_yaml(merged(work.saved.text, content_of(pointed)))
            parse(text)
        return text
    except Incomplete as error:
        places = [place for place, said in enumerate(work.said) if said.kind]
        work.complaints = [
            one if one.file is None else replace(one, file=places[one.file]) for one in error.complaints
        ]
    except MappingError as error:
        work.problem = describe(error.code, error.params)
    return None


def _pointed(work: Pointing) -> Pointed:
    """What was said, as the mapping is built from it."""
    files: list[PointedFile] = []
    chosen = _choices(work.upload)
    names = [file.name for file in work.upload.files.all()]
    for group, said in zip(work.groups, work.said, strict=True):
        if not said.kind:
            continue
        shown, choice = group.shown, chosen[names.index(group.names[0])]
        files.append(
            PointedFile(
                said.kind,
                _role(group, said, [one.role for one in files], work.replaces),
                table_title(said.kind),
                shown.headers,
                shown.header is not None,
                said.given,
                frozenset(one.position for one in shown.columns if one.looks_like == "cpr"),
                said.file_name,
                said.empty,
                choice.encoding or "",
                choice.separator or "",
                choice.sheet or "",
                said.wide,
            )
        )
    return Pointed(work.title or _("New mapping"), tuple(files), precedence=int(work.precedence))


def _role(group: Group, said: Said, taken: Sequence[str], replaces: bool) -> str:
    """What the kind of file is called in the mapping: as before where a mapping gets a new version."""
    known = group.fit.role.name if replaces and group.fit and group.fit.role else KINDS[said.kind]
    return known if known not in taken else f"{known}_{sum(one.startswith(known) for one in taken) + 1}"


def _save(request: HttpRequest, work: Pointing, text: str) -> SavedMapping | None:
    files = _pointed(work).files
    used = [group for group, said in zip(work.groups, work.said, strict=True) if said.kind]
    shape: dict[str, list[list[str]]] = {}
    for file, group in zip(files, used, strict=True):
        shape.setdefault(file.role, []).extend(group.shapes)
    try:
        return save_mapping(
            by=request.user,
            organisation=request.school,
            title=work.title,
            text=text,
            shape=shape,
            replaces=work.saved if work.replaces else None,
        )
    except MappingError as error:
        work.problem = describe(error.code, error.params)
    return None


def _go_on(request: HttpRequest, work: Pointing, saved: SavedMapping) -> HttpResponse:
    """Back to the upload, with the mapping chosen."""
    try:
        choose_mapping(by=request.user, upload=work.upload, saved=saved)
        there = reverse("uploads_one", args=[request.school.uuid, work.upload.uuid])
    except WrongState:
        there = reverse("mappings_one", args=[request.school.uuid, saved.uuid])
    messages.success(request, _("The mapping %(title)s is saved.") % {"title": saved.title})
    if request.htmx:
        response = HttpResponse(status=200)
        response["HX-Redirect"] = there
        return response
    return HttpResponseRedirect(there)


def _shown(request: HttpRequest, work: Pointing, status: int = 200) -> HttpResponse:
    """The page."""
    forms = [
        file_form(place, group, said, work.complaints)
        for place, (group, said) in enumerate(zip(work.groups, work.said, strict=True))
    ]
    whole = {one.field: one.code for one in work.complaints if one.file is None}
    kept = {"upload": work.upload.uuid, "from": work.base.key if work.base else ""}
    context: dict[str, Any] = {
        "crumbs": crumbs(request, _("New mapping")),
        "work": work,
        "forms": forms,
        "errors": sum(form.errors for form in forms) + len(whole),
        "title_error": whole.get("title"),
        "precedence_error": whole.get("precedence"),
        "kind_error": "no_kind" in whole.values(),
        "address": f"{reverse('mappings_point', args=[request.school.uuid])}?{urlencode(kept)}",
        "begin_with": _begin_with(request, work),
        "dirty": request.method == "POST",
    }
    return render(request, "mappings/point.html", context, status=status)


def _begin_with(request: HttpRequest, work: Pointing) -> list[tuple[str, str, bool]]:
    """The mappings that know something of the files, to begin with: (address, title, chosen)."""
    made = []
    for one in work.known:
        matches = [fit.match for fit in fits(work.previews, one).fits if fit.match]
        if any(len(match.places) > len(match.missing) for match in matches):
            query = urlencode({"upload": work.upload.uuid, "from": one.key})
            address = f"{reverse('mappings_new', args=[request.school.uuid])}?{query}"
            made.append((address, one.mapping.title, work.base is not None and one.key == work.base.key))
    if work.base:
        query = urlencode({"upload": work.upload.uuid, "from": ""})
        address = f"{reverse('mappings_new', args=[request.school.uuid])}?{query}"
        made.append((address, _("None: begin anew"), False))
    return made


def _unreadable(request: HttpRequest, error: Unreadable) -> HttpResponse:
    what, mend = describe(error.code, error.params)
    context = {"crumbs": crumbs(request, _("New mapping")), "what": what, "mend": mend}
    return render(request, "mappings/no_upload.html", context, status=200 if request.method == "GET" else 409)


def _whole(text: str) -> bool:
    return text.isascii() and text.removeprefix("-").isdigit() and abs(int(text)) <= 100_000


def _today() -> date:
    return datetime.now(ZoneInfo(settings.TIME_ZONE)).date()
