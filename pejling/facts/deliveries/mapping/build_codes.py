"""The code lists of a mapping that was pointed at: the shipped leave codes with a school's own, and names. *Pure.*"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pejling.facts.deliveries.mapping.codes import shipped_codes
from pejling.facts.deliveries.mapping.pointing import TRANSLATED, Field, Given, PointedFile

#: The list of leave codes in a mapping made by pointing, and of outcomes that stand in a column of their own.
LEAVE, OUTCOMES = "leave", "outcomes"


@dataclass(slots=True)
class OwnCodes:
    """The lists as the YAML will have them, filled while the rules are written."""

    lists: dict[str, Any] = field(default_factory=dict)

    def rule(self, wanted: Field, given: Given, label: str, file: PointedFile) -> Any:
        """How a field gets its value from a column."""
        if wanted.key == "leave_code":
            self._leave(given.values)
            # Beside a column with outcomes the code is only kept; else it says what became of the student.
            beside = own_outcome(file)
            return {"code": label, "list": LEAVE, **({"unknown": "keep"} if beside else {})}
        if wanted.listed and wanted.key != "outcome":
            return {"code": label, "list": self._means(wanted, given), "give": wanted.key}
        if wanted.key in TRANSLATED and any(text != means for text, means in given.values.items() if means):
            return {"code": label, "list": self._names(wanted, given), "give": "means", "unknown": "keep"}
        return label

    def settle_outcome(self, file: PointedFile, labels: dict[int, str], columns: dict[str, Any]) -> None:
        """The outcome of a spell: from a column of its own, or from the leave code."""
        outcome = file.given.get("outcome", Given())
        code = file.given.get("leave_code", Given())
        if outcome.position is None and not outcome.constant and code.position is not None:
            outcome = Given(position=code.position, values=code.values, empty_means=code.empty_means)
        if outcome.position is None:
            return
        name = OUTCOMES if own_outcome(file) else LEAVE
        if name == LEAVE:
            self._leave(outcome.values)
        else:
            values = {text: means for text, means in outcome.values.items() if means}
            before = self.lists.setdefault(OUTCOMES, {"values": {}})
            before["values"].update(values)
        empty = {"empty": outcome.empty_means} if outcome.empty_means else {}
        columns["outcome"] = {"code": labels[outcome.position], "list": name, "give": "outcome", **empty}

    def _leave(self, values: dict[str, str]) -> None:
        """The shipped leave codes, and what was said of values they don't have or have otherwise."""
        listed = shipped_codes("leave_codes")
        made = self.lists.setdefault(LEAVE, {"file": "leave_codes"})
        for text, means in values.items():
            code = listed.find(text)
            if means and (code is None or listed.about(code, "outcome") != means):
                made.setdefault("add", {})[text] = means

    def _names(self, wanted: Field, given: Given) -> str:
        """What values are to be called."""
        name = f"{wanted.key}_names"
        made = self.lists.setdefault(name, {"values": {}})
        for text, means in given.values.items():
            if means and text != means:
                made["values"][text] = {"means": means}
        return name

    def _means(self, wanted: Field, given: Given) -> str:
        """Values of a field that can only have a few."""
        name = f"{wanted.key}_values"
        values = {text: {wanted.key: means} for text, means in given.values.items() if means in wanted.listed}
        for known in wanted.listed:
            values.setdefault(known, {wanted.key: known})
        self.lists.setdefault(name, {"values": {}})["values"].update(values)
        return name


def own_outcome(file: PointedFile) -> bool:
    """Whether enrolments have a column of outcomes beside the one of leave codes."""
    outcome, code = (file.given.get(key, Given()).position for key in ("outcome", "leave_code"))
    return outcome is not None and outcome != code and not _like_leave_codes(file.given["outcome"])


def _like_leave_codes(given: Given) -> bool:
    """Whether most values of a column are central leave codes, as far as they are known."""
    listed = shipped_codes("leave_codes")
    known = sum(listed.find(text) is not None for text in given.values)
    return known * 2 >= len(given.values)
