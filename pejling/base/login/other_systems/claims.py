"""What a log-in system says of somebody, held against the rules of login.yaml. *Pure:* imports no Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pejling.base.login.other_systems.file import Rule, System


def values_of(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """The claim's values as texts; ``realm_access.roles`` is the field ``roles`` in ``realm_access``.

    A claim of the very name wins over a path. Nothing but texts and numbers counts: an object isn't a value.
    """
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return frozenset(
        str(value) for value in values if isinstance(value, str | int) and not isinstance(value, bool)
    )


def matching(system: System, claims: Mapping[str, Any]) -> list[Rule]:
    """The rules that apply, in the file's order: values must be the same letter for letter."""
    said = values_of(claims, system.claim)
    return [rule for rule in system.rules if rule.value in said]


def proves_factor(system: System, claims: Mapping[str, Any]) -> bool:
    """Whether the system says that it has asked for a second factor."""
    return bool(system.factor_claim and values_of(claims, system.factor_claim) & system.factor_values)


def verified_email(claims: Mapping[str, Any]) -> str:
    """The e-mail address where the system has made sure of it, in small letters, else ""."""
    email = claims.get("email")
    return email.strip().lower() if isinstance(email, str) and claims.get("email_verified") is True else ""


def merged(data: Mapping[str, Any]) -> dict[str, Any]:
    """One set of claims of allauth's two: what the signed token says wins over what was asked for afterwards."""
    return {**(data.get("userinfo") or {}), **(data.get("id_token") or {})}
