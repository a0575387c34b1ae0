"""Read ``login.yaml``: the other log-in systems, and which of their claims gives which role. *Pure:* no Django.

The file is read strictly: an unknown field, role or dimension is an error with its place and never a guess, since a
guess would let somebody in. Secrets don't stand in it, but in the environment or in a file only the server can read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pejling.analysis.careful_yaml import read
from pejling.analysis.strict_fields import FieldError, Fields

_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Whoever's claim has ``value`` gets ``role`` at ``school`` (its name), held to ``held_to``."""

    value: str
    school: str
    role: str
    held_to: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class System:
    """One log-in system. ``factor_values``: values of ``factor_claim`` that mean a second factor was given there."""

    key: str
    name: str
    server: str
    client: str
    secret: str
    scopes: tuple[str, ...]
    claim: str
    factor_claim: str
    factor_values: frozenset[str]
    link_by_email: bool
    rules: tuple[Rule, ...]


def parse(
    text: str,
    *,
    roles: Mapping[str, Collection[str]],
    keys: Path,
    environ: Mapping[str, str] = os.environ,
) -> tuple[System, ...]:
    """The systems of the file. ``roles``: each role's key with the dimensions it may be held to.

    FieldError with the place where something is wrong.
    """
    top = Fields(read(text))
    systems = tuple(_system(fields, roles, keys, environ) for fields in top.sections("systems"))
    top.done()
    for place, system in enumerate(systems, 1):
        if system.key in {other.key for other in systems[: place - 1]}:
            raise FieldError(f"systems[{place}].key", "repeated")
    return systems


def _system(
    fields: Fields, roles: Mapping[str, Collection[str]], keys: Path, environ: Mapping[str, str]
) -> System:
    key = fields.text("key")
    if not _KEY.fullmatch(key):
        raise FieldError(fields.at("key"), "not_a_key", found=key)
    factor = fields.section("second_factor", None) if fields.has("second_factor") else None
    made = System(
        key=key,
        name=fields.prose("name"),
        server=_server(fields),
        client=fields.text("client"),
        secret=_secret(fields, keys, environ),
        scopes=fields.texts("scopes", ("openid", "profile", "email")),
        claim=fields.text("claim"),
        factor_claim=factor.text("claim") if factor else "",
        factor_values=frozenset(factor.text_or_texts("values")) if factor else frozenset(),
        link_by_email=fields.flag("link_by_email", False),
        rules=tuple(_rule(rule, roles) for rule in fields.sections("access")),
    )
    if "openid" not in made.scopes:
        raise FieldError(fields.at("scopes"), "needs_openid")
    if factor:
        factor.done()
    fields.done()
    return made


def _rule(fields: Fields, roles: Mapping[str, Collection[str]]) -> Rule:
    role = fields.choice("role", sorted(roles))
    held = fields.section("held_to", None) if fields.has("held_to") else None
    held_to = {name: held.text_or_texts(name) for name in held.unread()} if held else {}
    for name in held_to:
        if name not in roles[role]:
            known = sorted(roles[role])
            raise FieldError(
                f"{fields.at('held_to')}.{name}", "unknown_value", found=name, known=known, near=""
            )
    rule = Rule(fields.text("value"), fields.prose("school"), role, held_to)
    if not rule.value.strip():
        raise FieldError(fields.at("value"), "empty")
    fields.done()
    return rule


def _server(fields: Fields) -> str:
    """The issuer: by https, but for a server on the same machine."""
    server = fields.text("server").rstrip("/")
    parts = urlsplit(server)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise FieldError(fields.at("server"), "not_https", found=server)
    return server


def _secret(fields: Fields, keys: Path, environ: Mapping[str, str]) -> str:
    """From the variable named by ``secret_env``, or the file in the installation's keys named by ``secret_file``."""
    variable, name = fields.text("secret_env", ""), fields.text("secret_file", "")
    if bool(variable) == bool(name):
        raise FieldError(fields.at("secret_env"), "secret_env_or_file")
    if variable:
        if not environ.get(variable):
            raise FieldError(fields.at("secret_env"), "variable_not_set", variable=variable)
        return environ[variable]
    path = keys / name
    if Path(name).name != name or not path.is_file():
        raise FieldError(fields.at("secret_file"), "no_secret_file", file=name)
    return path.read_text("utf-8").strip()
