"""A figure's history as a picture; it holds what the table beside it holds, and nothing that is hidden there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis import pictures
from pejling.web.components import numbers
from pejling.web.components.catalogue import words_of
from pejling.web.pages.figures import present
from pejling.web.pages.figures.asking import Answer


def specification(found: Answer) -> dict[str, Any]:
    """The Vega-Lite specification."""
    definition = found.definition
    points = [
        pictures.HistoryPoint(
            position=numbers.day(day),
            value=seen.value.estimate,
            lower=seen.value.lower,
            upper=seen.value.upper,
            hover=(
                (_("As of"), numbers.day(day)),
                (words_of(definition).title, present.estimate(seen.value, definition)),
                (_("95% interval"), numbers.interval(seen.value.lower, seen.value.upper)),
            ),
        )
        for day, seen in found.history
        if seen.value.estimate is not None
    ]
    return pictures.history(
        points,
        date_title=_("As of"),
        value_title=words_of(definition).title,
        percent=definition.kind != "count",
    )
