"""What the API answers with. Shares are between 0 and 1; dates are ISO; an unknown value is null, never 0."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    """Why there is no answer: ``code`` for programs, ``detail`` for people, ``errors`` by parameter at a 422."""

    code: str
    detail: str
    errors: list[dict] = Field(default_factory=list)


class OrganisationOut(Schema):
    """The school, or one of its parts."""

    id: UUID
    kind: str = Field(description="school, department, programme, municipality, region, committee or board")
    name: str
    code: str
    parent: UUID | None
    valid_from: date | None
    valid_to: date | None


class WordsOut(Schema):
    """A definition in one language."""

    title: str
    description: str
    uncertainty: str
    unseen: str = Field(description="what a school can't see of it")
    source: str
    notes: str


class VariantOut(Schema):
    """One of several declared ways to count the same thing."""

    key: str
    titles: dict[str, str]
    descriptions: dict[str, str]


class DefinitionOut(Schema):
    """An indicator: what is counted, how long is looked, and how it may be cut."""

    key: str
    version: str = Field(description="changes with every word or number of the definition")
    kind: str = Field(description="count, incidence or ratio")
    direction: str = Field(description="higher_better, lower_better or neutral")
    source_year: str
    words: dict[str, WordsOut] = Field(description="by language: da, en")
    window_unit: str
    window_default: int | None
    windows: list[int] = Field(description="the windows that may be asked for")
    variants: list[VariantOut]
    cuts: list[str] = Field(description="what this key may cut the indicator by")


class SnapshotOut(Schema):
    """What was known on one day; the same snapshot gives the same figures for ever."""

    id: UUID
    as_of: date
    made_at: datetime
    sources: list[str]


class SnapshotsOut(Schema):
    """A page of snapshots, the newest first."""

    count: int = Field(description="how many there are in all")
    items: list[SnapshotOut]


class ValueOut(Schema):
    """One figure. ``hidden``: it could show fewer than five, and all its numbers are null."""

    indicator: str
    version: str
    snapshot: UUID
    as_of: date | None
    variant: str | None
    window: int | None = Field(description="in the definition's window_unit")
    by: str | None = Field(description="the dimension it is cut by")
    group: str | None = Field(description="the group; null with a dimension: not known")
    estimate: float | None = Field(description="a share between 0 and 1, or a count")
    lower: float | None = Field(description="95% interval")
    upper: float | None
    n: int | None = Field(description="how many are behind it")
    events: int | None = Field(description="how many of them have had what is counted")
    complete: bool
    hidden: bool
    reason: str | None = Field(description="why there is no estimate")
    excluded: dict[str, int] = Field(description="how many were left out, by reason")


class ValuesOut(Schema):
    """The answer to one question."""

    indicator: str
    snapshot: UUID
    as_of: date
    items: list[ValueOut]


class PastOut(Schema):
    """A figure over time, the oldest snapshot first."""

    indicator: str
    variant: str | None
    window: int | None
    items: list[ValueOut]


class KeyFigureOut(Schema):
    """One result of one period, as it was published. ``hidden``: few are behind it, and its numbers are null."""

    source: str = Field(description="the source's key; other: a source that isn't in the catalogue")
    series: str = Field(description="the same for all periods of one figure")
    indicator: str
    period: str
    period_from: date | None
    period_to: date | None
    place: str | None
    place_kind: str | None
    subgroup: str | None
    value: float | None
    unit: str
    scale_from: float | None
    scale_to: float | None
    n: float | None = Field(description="how many are behind it")
    sd: float | None
    lower: float | None
    upper: float | None
    response_rate: float | None
    whole: float | None = Field(description="the count that this count is a part of")
    collected_from: date | None
    collected_to: date | None
    retrieved_on: date | None
    published_by: str | None
    note: str | None
    hidden: bool


class KeyFiguresOut(Schema):
    """A page of key figures."""

    count: int = Field(description="how many there are in all")
    items: list[KeyFigureOut]
