"""How far a measure has been reached: declared rules over values, each giving an exact share from 0 to 1. *Pure.*

A rule whose values aren't known yet gives None: not reached and not known are different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Threshold:
    """At least (or at most) ``bound``: all or nothing."""

    bound: Decimal
    at_most: bool = False
    value: Decimal | None = None

    def share(self) -> Fraction | None:
        if self.value is None:
            return None
        return Fraction(int(self.value <= self.bound if self.at_most else self.value >= self.bound))


@dataclass(frozen=True, slots=True)
class Quota:
    """A number agreed and a number reached: all or nothing, or (``partly``) in proportion, never above all."""

    agreed: Decimal
    reached: Decimal | None = None
    partly: bool = False

    def share(self) -> Fraction | None:
        if self.reached is None:
            return None
        if self.reached >= self.agreed:
            return Fraction(1)
        return (
            max(Fraction(self.reached) / Fraction(self.agreed), Fraction(0)) if self.partly else Fraction(0)
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of the parameters that are held or improved."""

    name: str
    baseline: Decimal
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """Held or improved, parameter by parameter: the share of them that are not worse than their baseline.

    ``all_needed``: nothing unless every one is held. ``lower_is_better``: such as for dropout.
    """

    parameters: tuple[Parameter, ...]
    all_needed: bool = False
    lower_is_better: bool = False

    def share(self) -> Fraction | None:
        known = [parameter for parameter in self.parameters if parameter.value is not None]
        held = sum(self._is_held(parameter) for parameter in known)
        if self.all_needed and held < len(known):
            # Whatever the others turn out to be.
            return Fraction(0)
        if len(known) < len(self.parameters):
            return None
        return Fraction(held, len(self.parameters))

    def _is_held(self, parameter: Parameter) -> bool:
        if parameter.value is None:
            return False
        if self.lower_is_better:
            return parameter.value <= parameter.baseline
        return parameter.value >= parameter.baseline


@dataclass(frozen=True, slots=True)
class Coverage:
    """Done for all of them (an evaluation after every course): all or nothing, or (``partly``) the share done."""

    of: int
    done: int | None = None
    partly: bool = False

    def share(self) -> Fraction | None:
        if self.done is None:
            return None
        if self.done >= self.of:
            return Fraction(1)
        return Fraction(self.done, self.of) if self.partly else Fraction(0)


@dataclass(frozen=True, slots=True)
class Item:
    """One of several alike: met, not met, or (None) not known yet."""

    name: str
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class EachOf:
    """k of n alike, each an equal part of the whole (4 x 2 %)."""

    items: tuple[Item, ...]

    def share(self) -> Fraction | None:
        if any(item.met is None for item in self.items):
            return None
        return Fraction(sum(bool(item.met) for item in self.items), len(self.items))


@dataclass(frozen=True, slots=True)
class Step:
    """From ``at`` on (upwards, or downwards where less is better) the share is ``percent`` of the whole."""

    at: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Steps:
    """The share of the furthest step reached; before the first step nothing."""

    steps: tuple[Step, ...]
    lower_is_better: bool = False
    value: Decimal | None = None

    def share(self) -> Fraction | None:
        value = self.value
        if value is None:
            return None
        reached = [
            s.percent for s in self.steps if (value <= s.at if self.lower_is_better else value >= s.at)
        ]
        return Fraction(max(reached, default=Decimal(0))) / 100


@dataclass(frozen=True, slots=True)
class Linear:
    """Nothing at ``nothing_at``, all at ``all_at``, in proportion between them; either may be the greater."""

    nothing_at: Decimal
    all_at: Decimal
    value: Decimal | None = None

    def share(self) -> Fraction | None:
        if self.value is None:
            return None
        way = Fraction(self.value - self.nothing_at) / Fraction(self.all_at - self.nothing_at)
        return min(max(way, Fraction(0)), Fraction(1))


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged with a reason: ``percent`` of the whole. Who judged stands in the measure's judgement."""

    percent: Decimal | None = None
    reason: str = ""

    def share(self) -> Fraction | None:
        return None if self.percent is None else Fraction(self.percent) / 100


@dataclass(frozen=True, slots=True)
class AllOf:
    """Several rules that must all hold: the smallest of their shares."""

    rules: tuple[Rule, ...]

    def share(self) -> Fraction | None:
        shares = [rule.share() for rule in self.rules]
        if Fraction(0) in shares:
            # Whatever the others turn out to be.
            return Fraction(0)
        known = [share for share in shares if share is not None]
        return min(known) if len(known) == len(shares) else None


Rule = Threshold | Quota | Held | Coverage | EachOf | Steps | Linear | Judged | AllOf
