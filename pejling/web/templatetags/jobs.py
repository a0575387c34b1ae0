"""Show a job wherever somebody waits for one."""

from __future__ import annotations

from typing import Any

from django import template

from pejling.base.jobs.models import Job
from pejling.web.components.job import shown

register = template.Library()


@register.inclusion_tag("components/job_card.html", takes_context=True)
def job_card(context: dict[str, Any], job: Job, then: str = "") -> dict[str, Any]:
    """The job with its bar and buttons, kept up to date; at its end the page goes on to ``then``."""
    request = context["request"]
    return {
        "job": shown(request, job, then or ""),
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
