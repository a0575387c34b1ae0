"""A question and its answer as JSON and back. *Pure.*

The question's canonical text names it: two questions that ask the same have the same hash, whatever the order in
which filters were named. The order of ``by`` is part of the question, as it is the order of the answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from pejling.analysis.engine.question import Value, Where
from pejling.analysis.intakes import Intakes


def as_question(by: Sequence[str], where: Where, window: int | None, intakes: Intakes) -> dict[str, Any]:
    """The question as plain JSON."""
    used = {"intake"} & {*by, *where.names}
    return {
        "by": list(by),
        "where": where.as_dict(),
        "window": window,
        # Only where it makes a difference: otherwise a changed calendar would ask everything anew.
        "intakes": [asdict(found) for found in intakes] if used else [],
    }


def hash_of(question: dict[str, Any]) -> str:
    """The name of a question: SHA-256 of its canonical text."""
    text = json.dumps(question, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def as_json(value: Value) -> dict[str, Any]:
    """A value as plain JSON; ``by`` as pairs, because a database may reorder the keys of an object."""
    found = asdict(value)
    found["by"] = [[name, wanted] for name, wanted in value.by.items()]
    found["excluded"] = dict(value.excluded)
    found["as_of"] = value.as_of.isoformat() if value.as_of else None
    return found


def from_json(found: dict[str, Any]) -> Value:
    """The reverse of ``as_json``."""
    as_of = date.fromisoformat(found["as_of"]) if found["as_of"] else None
    excluded = dict(sorted(found["excluded"].items()))
    return Value(**{**found, "by": dict(found["by"]), "as_of": as_of, "excluded": excluded})
