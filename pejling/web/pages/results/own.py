"""The school's own key figures that stand beside the results of others, from the indicators."""

from __future__ import annotations

from dataclasses import dataclass

from pejling.analysis.definition_model import IndicatorDefinition
from pejling.base.accounts.access import Access
from pejling.facts.snapshots.models import Snapshot
from pejling.quality.indicators.catalogue import definitions
from pejling.quality.indicators.key_figures import result_sources
from pejling.web.components import reading
from pejling.web.components.sight import Seen, Sight


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One own figure at its usual window and variant; ``seen`` is None where it can't be held to their part."""

    definition: IndicatorDefinition
    seen: Seen | None


def own_lines(access: Access, snapshot: Snapshot, sight: Sight) -> list[OwnLine]:
    """The figures that the catalogue's ``own`` names, each as its definition shows it by itself."""
    lines, where = [], reading.held_to(access, {})
    for key in result_sources().own:
        definition = definitions().get(key)
        if definition is None:
            continue
        if not reading.can_hold(definition, access):
            lines.append(OwnLine(definition, None))
            continue
        values = sight.see_all(reading.values(snapshot, key, where=where))
        lines.append(OwnLine(definition, _usual(definition, values)))
    return lines


def _usual(definition: IndicatorDefinition, values: list[Seen]) -> Seen:
    """The first variant at the definition's own window."""
    return next((seen for seen in values if seen.value.months == definition.window.default), values[0])
