"""What a snapshot can be filtered by: the departments, programmes, intakes, classes and so on that are in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pejling.analysis.definition_model import Age25
from pejling.analysis.engine.dimensions import Bound, dimension_sql, shown, where_sql
from pejling.analysis.engine.question import Where
from pejling.analysis.engine.snapshot_files import open_snapshot, reading
from pejling.analysis.intakes import Intakes

DIMENSIONS = ("department", "programme", "part", "intake", "class", "municipality")


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of each dimension, sorted. ``classes``: (department, programme, part, intake, class) as found."""

    values: dict[str, tuple[str, ...]]
    classes: tuple[tuple[str | None, ...], ...]

    def classes_within(self, chosen: dict[str, str], most: int) -> tuple[str, ...]:
        """The classes that some spell passing the other filters is in; ``most`` + 1 of them where there are more."""
        names = ("department", "programme", "part", "intake")
        wanted = [(place, chosen[name]) for place, name in enumerate(names) if chosen.get(name)]
        if not wanted:
            return self.values["class"][: most + 1]
        found: set[str] = set()
        for row in self.classes:
            if row[4] and all(row[place] == value for place, value in wanted):
                found.add(row[4])
                if len(found) > most:
                    break
        return tuple(sorted(found))


def choices(folder: Path, *, intakes: Intakes, where: Where | None = None) -> Choices:
    """The choices in a snapshot folder, of the spells that pass ``where``; values that nobody has don't appear."""
    snapshot, bound = open_snapshot(folder), Bound()

    def sql_of(name: str) -> str:
        return dimension_sql(name, "s", bound, intakes, Age25((), ()))

    columns = ", ".join(f"{sql_of(name)} AS c{place}" for place, name in enumerate(DIMENSIONS))
    held = where_sql(where or Where(), bound, sql_of)
    sql = (
        f"SELECT DISTINCT {columns} FROM read_parquet({bound(str(snapshot.files['spells']))}) s WHERE {held}"
    )
    with reading(snapshot) as connection:
        rows = connection.execute(sql, bound.values).fetchall()
    values = {
        name: tuple(sorted({shown(name, row[place]) for row in rows if row[place] is not None}))
        for place, name in enumerate(DIMENSIONS)
    }
    classes = {(row[0], row[1], row[2], shown("intake", row[3]), row[4]) for row in rows}
    return Choices(values, tuple(sorted(classes, key=lambda row: tuple(part or "" for part in row))))
