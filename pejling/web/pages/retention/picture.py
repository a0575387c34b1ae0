"""The retention curve as a picture; it holds what the table beside it holds, and nothing that is hidden there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pejling.analysis import pictures
from pejling.analysis.cohort_curve import Curve
from pejling.analysis.cohorts import PROVISIONAL
from pejling.web.components import numbers


def specification(curve: Curve, months: int) -> dict[str, Any]:
    """The Vega-Lite specification."""
    points = [
        pictures.CurvePoint(
            month=point.cell.month,
            share=point.cell.share,
            lower=point.cell.lower,
            upper=point.cell.upper,
            provisional=point.cell.state == PROVISIONAL,
            hover=(
                (_("Months since start"), str(point.cell.month)),
                (_("Retained"), numbers.share(point.cell.share)),
                (_("95% interval"), numbers.interval(point.cell.lower, point.cell.upper)),
            ),
        )
        for point in curve.points
        if point.cell.share is not None
    ]
    return pictures.curve(
        points, months_title=_("Months since start"), share_title=_("Retained"), months=months
    )
