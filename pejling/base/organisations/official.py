"""The official list of municipalities and regions: which one a name in a school's files means. *Pure.*"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pejling.analysis.careful_yaml import read

FILE = Path(__file__).resolve().parents[2] / "catalogue" / "codes" / "municipalities.yaml"


@dataclass(frozen=True, slots=True)
class Region:
    """A region: four digits of text, its name, and the day it began."""

    code: str
    name: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: four digits of text with a leading zero, its name without "Kommune", and its region."""

    code: str
    name: str
    region: Region


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All of them, by code."""
    found = [
        Municipality(code, name, _region(entry))
        for entry in _list()["regions"]
        for code, name in entry["municipalities"].items()
    ]
    return tuple(sorted(found, key=lambda one: one.code))


@cache
def regions() -> tuple[Region, ...]:
    """All of them, by code."""
    return tuple(sorted((_region(entry) for entry in _list()["regions"]), key=lambda one: one.code))


def municipality_named(text: str) -> Municipality | None:
    """The municipality that a name or code means, however it is written; None where there is none such."""
    return _by_name().get(_folded(text))


def region_named(text: str) -> Region | None:
    """The region that a name or code means; None where there is none such."""
    wanted = _folded(text)
    return next((one for one in regions() if wanted in {_folded(one.name), one.code}), None)


@cache
def _list() -> dict[str, Any]:
    return read(FILE.read_text(encoding="utf-8"))


@cache
def _by_name() -> dict[str, Municipality]:
    named: dict[str, Municipality] = {}
    also = _list()["also"]
    for one in municipalities():
        for name in (one.name, one.code, *also.get(one.code, ())):
            named[_folded(name)] = one
    return named


def _region(entry: dict[str, Any]) -> Region:
    return Region(entry["code"], entry["name"], date.fromisoformat(entry["valid_from"]))


def _folded(text: str) -> str:
    """Without case, hyphens and the word Kommune; Å as Aa; a code without its leading zeros."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("å", "aa").replace("-", " ")
    plain = " ".join(re.sub(r"\bkommune\b", "", plain).split())
    return plain.lstrip("0") if plain.isdecimal() else plain
