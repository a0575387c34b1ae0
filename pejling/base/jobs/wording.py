"""What is said of jobs: their titles, stages and problems, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pejling.base.jobs.kinds import UnknownKind, find
from pejling.base.jobs.models import Job

_PROBLEMS = {
    "killed": gettext_lazy("The worker stopped while it was doing this (a power cut, a restart)."),
    "too_long": gettext_lazy("It took longer than work of this kind may take, and was stopped."),
    "restored": gettext_lazy(
        "It wasn't done when the backup was made that has been put back. Ask for it again if it is still wanted."
    ),
    "unknown_kind": gettext_lazy("This version of Pejling doesn't know work of this kind."),
    "unexpected": gettext_lazy(
        "Something unforeseen went wrong. Whoever runs the installation finds it in the log under number %(job)s."
    ),
}


def title(kind: str) -> str:
    """What work of that kind is called; its own name where this version doesn't know it."""
    try:
        return str(find(kind).title)
    except UnknownKind:
        return kind


def stage(job: Job) -> str:
    """What the job is doing now; "" where it hasn't said."""
    try:
        return str(find(job.kind).stages.get(job.stage, job.stage))
    except UnknownKind:
        return job.stage


def problem(job: Job) -> str:
    """Why the job failed or waits again; "" where nothing went wrong."""
    if not job.problem:
        return ""
    if "text" in job.problem:
        return str(job.problem["text"])
    code, params = job.problem["code"], job.problem.get("params", {})
    if code in _PROBLEMS:
        return str(_PROBLEMS[code]) % {"job": str(job.uuid)[:8]}
    try:
        wording = find(job.kind).wording
    except UnknownKind:
        return code
    if callable(wording):
        return wording(code, params)
    return str(wording.get(code, _("It can't be done (%(code)s).") % {"code": code})) % params
