"""Who needs a second factor."""

from __future__ import annotations

from collections.abc import Iterable

from pejling.base.accounts.access import Access
from pejling.base.accounts.second_factor import PERSON_VERBS


def needs_factor(accesses: Iterable[Access]) -> bool:
    """Whether any of the roles shows persons, or gives others the right to see them."""
    return any(access.may(verb) for access in accesses for verb in PERSON_VERBS)
