"""The states of an edition, and what can be done in which; which plans may be published. *Pure:* tables."""

from __future__ import annotations

#: state -> what can be done -> where that leads ("": it is gone)
WORKFLOW: dict[str, dict[str, str]] = {
    "frozen": {"freeze": "frozen", "settle": "frozen", "make": "made", "discard": ""},
    "made": {"freeze": "frozen", "settle": "frozen", "make": "made", "publish": "published", "discard": ""},
    "published": {"withdraw": "withdrawn"},
    "withdrawn": {"take_back": "published"},
}

#: what the public may read is decided: a draft, or a plan in consultation, isn't
PLANS = frozenset({"adopted", "evaluated", "closed"})


def may(state: str, act: str) -> bool:
    """Whether it can be done to an edition in that state."""
    return act in WORKFLOW[state]
