"""Which of a figure's values is meant by a variant and a window, said or left open. *Pure.*"""

from __future__ import annotations

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.analysis.engine.question import Value


def is_meant(
    value: Value, definition: IndicatorDefinition, variant: str = "", window: int | None = None
) -> bool:
    """Whether it is the value of that variant and window (months); "" and None are the definition's own."""
    if value.variant != (variant or (definition.variants[0].key if definition.variants else None)):
        return False
    if window is not None:
        return value.months == window
    return definition.kind != "incidence" or value.months == definition.window.default
