"""What an indicator's definition consists of: frozen values only. ``definition.py`` reads them from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

KINDS = ("count", "incidence", "ratio")
LANGUAGES = ("da", "en")
DIRECTIONS = ("higher_better", "lower_better", "neutral")

#: What every spell-based figure may be grouped and filtered by.
SPELL_DIMENSIONS = (
    "department",
    "programme",
    "part",
    "intake",
    "start_month",
    "class",
    "municipality",
    "student_type",
    "age25",
    "school",
)
QUOTA_DIMENSIONS = ("programme", "municipality", "year")
#: Not a property of a spell: asks for a value at every month (day) of the window.
STEP_DIMENSION = "month"


class DefinitionError(ValueError):
    """A definition can't be used. ``path`` is the dotted place in the YAML, ``code`` and ``params`` say why."""

    def __init__(
        self, path: str, code: str, params: Mapping[str, object] | None = None, file: str = ""
    ) -> None:
        self.path, self.code, self.params, self.file = path, code, dict(params or {}), file
        near = self.params.get("near")
        hint = f" (did you mean {near!r}?)" if near else ""
        details = {name: value for name, value in self.params.items() if name != "near"}
        where = ": ".join(part for part in (file, path) if part)
        super().__init__(f"{where or 'definition'}: {code}{hint}{f' {details}' if details else ''}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader is told, in one language. ``unseen``: what a school can't see; ``uncertainty``: the interval;
    ``source``: the official source the definition follows."""

    title: str
    description: str
    uncertainty: str
    unseen: str
    source: str
    notes: str


@dataclass(frozen=True, slots=True)
class VariantWords:
    """Title and rule of a variant in one language."""

    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Window:
    """How long is looked: ``default`` and the ``allowed`` lengths, in ``unit``; None: no window unless asked for.

    ``shown``: the lengths a list of figures shows side by side when none is asked for.
    """

    unit: str
    default: int | None
    allowed: tuple[int, ...]
    shown: tuple[int | None, ...]

    def allows(self, length: int | None) -> bool:
        """Whether a figure may be asked for with this window."""
        return length in self.allowed or length == self.default


@dataclass(frozen=True, slots=True)
class Event:
    """What is counted: an ``outcome``, or the first start in one of ``started_parts`` or ``agreement``."""

    outcomes: tuple[str, ...] = ()
    started_parts: tuple[str, ...] = ()
    agreement: bool = False


@dataclass(frozen=True, slots=True)
class Restart:
    """A new start that undoes a leave: ``education`` another or same, ``within`` months (None: as the window)."""

    education: str
    within: int | None
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One of several declared ways to count the same thing."""

    key: str
    words: Mapping[str, VariantWords]
    restart: Restart | None = None
    leave_of_absence: bool = False


@dataclass(frozen=True, slots=True)
class Age25:
    """Patterns (``*`` = anything, letter case ignored) of student types that say 25 or over, or under 25."""

    over: tuple[str, ...]
    under: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """One indicator. ``measure`` says what a count counts or a ratio divides; "" for an incidence.

    ``report``: "event" or "complement" (retention is what an interruption leaves). ``tables``: the snapshot tables
    it can't do without; ``tables_if_delivered``: those it also reads where they are. The figure is censored at the
    oldest as_of among all of them.
    """

    key: str
    kind: str
    words: Mapping[str, Words]
    direction: str
    minimum_n: int
    source_year: str  #: of the text of the source that was read
    tables: tuple[str, ...]
    tables_if_delivered: tuple[str, ...]
    parts: tuple[str, ...]
    outcomes: tuple[str, ...]
    excluded_outcomes: tuple[str, ...]
    dimensions: tuple[str, ...]
    measure: str
    clock_start: str
    event: Event
    competing: tuple[str, ...]
    report: str
    window: Window
    variants: tuple[Variant, ...]
    age25: Age25
    content: str
    version: str

    @property
    def all_tables(self) -> tuple[str, ...]:
        """Every table it reads."""
        return (*self.tables, *self.tables_if_delivered)

    @property
    def titles(self) -> Mapping[str, str]:
        """Title by language."""
        return {language: words.title for language, words in self.words.items()}

    def variant(self, key: str | None) -> Variant | None:
        """The variant of that key; None for None; KeyError where there is none."""
        if key is None:
            return None
        for variant in self.variants:
            if variant.key == key:
                return variant
        raise KeyError(key)


def by_language(words: dict[str, object]) -> Mapping[str, object]:
    """Freeze a mapping of texts by language."""
    return MappingProxyType(words)
