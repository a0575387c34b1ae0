"""Made-up files of spells with a question for each, and which features of the command a pair reaches."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

OUTCOMES = ("left", " left", "done", "done ", "moved", "", "other", "\u00a0")
GROUPS = ("", " ", "a", "a ", "b", "Å", 'å;"q"', "1,2")
NUMBERS = ("0", "1", "1.0", " 2", "2.5", "3", "-0", "1e1", ".5", "+4", "7.", "100")
WRONG_NUMBERS = ("", "-1", "-1.5", "-1e-3", "x", "nan", "inf", "1,5", "1e999", "0x1", "1_0", "--1")
FIRST_DAY = date(2023, 12, 30)
DAYS = tuple(FIRST_DAY + timedelta(days) for days in (0, 1, 2, 3, 33, 62, 62 + 366))
OPEN = ("", "9999-12-31", " ")
WRONG_DATES = ("2024-02-30", "1.2.2024", "20240101", "2024-1-1", "0000-01-01", "x", "2024-01-01T00:00")


@dataclass(frozen=True)
class Case:
    """Rows as texts, how they are written to a file, and the question's fields."""

    rows: tuple[dict[str, str], ...]
    kind: str
    asked: dict[str, object]
    compare: bool


@st.composite
def cases(draw: st.DrawFn, dated: bool | None = None, entry: bool | None = None) -> Case:
    """A case; `dated` and `entry` narrow it down to files with dates or with delayed entry (or without)."""
    dated = draw(st.booleans()) if dated is None else dated
    by = draw(st.sampled_from(((), ("g",), ("g", "h"))))
    asked: dict[str, object] = {"outcome": "o", "event": "left", "by": by}
    asked["competing"] = draw(st.sampled_from(((), ("done",), ("done", "moved"), ("never",))))
    asked["allow_no_event"] = draw(st.booleans())
    compare = bool(by) and not entry and draw(st.booleans())
    if not compare and (draw(st.booleans()) if entry is None else entry):
        asked["entry"] = "e"
    wrong = draw(st.sampled_from((False, False, False, True)))
    if dated:
        asked |= {"start": "s", "end": "t", "unit": draw(st.sampled_from(("day", "month")))}
        asked["as_of"] = draw(st.none() | st.sampled_from(DAYS))
    else:
        asked |= {"duration": "d"}
    row = _dated_row(asked["as_of"] is not None, wrong) if dated else _plain_row(wrong)
    fewest, most = draw(st.sampled_from(((1, 6), (4, 12), (10, 20), (0, 1))))
    rows = draw(st.lists(row, min_size=fewest, max_size=most))
    kind = draw(st.sampled_from(("comma", "semicolon", "parquet text", "parquet")))
    return Case(tuple(rows), kind, asked, compare)


def _row(**times: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    shared = {"o": st.sampled_from(OUTCOMES), "g": st.sampled_from(GROUPS), "h": st.sampled_from(GROUPS[:4])}
    return st.fixed_dictionaries(shared | times)


def _plain_row(wrong: bool) -> st.SearchStrategy[dict[str, str]]:
    numbers = st.sampled_from(NUMBERS + (WRONG_NUMBERS if wrong else ()))
    entries = st.sampled_from((*NUMBERS, "-1", "-2.5") + (WRONG_NUMBERS if wrong else ()))
    return _row(d=numbers, e=entries)


@st.composite
def _dated_row(draw: st.DrawFn, may_be_open: bool, wrong: bool) -> dict[str, str]:
    start = draw(st.sampled_from(DAYS))
    ends = [str(day) for day in DAYS if wrong or day >= start] + list(OPEN if may_be_open or wrong else ())
    values = draw(_row(e=st.sampled_from([str(day) for day in DAYS])))
    values |= {"s": str(start), "t": draw(st.sampled_from(ends))}
    if wrong and draw(st.booleans()):
        values[draw(st.sampled_from("ste"))] = draw(st.sampled_from(WRONG_DATES))
    return values


def write(case: Case, folder: Path) -> Path:
    """Write the rows as the case says; columns that no question names come along."""
    names = ["o", "g", "h", "s", "t", "d", "e", "unused"]
    rows = [{name: row.get(name, "") for name in names} for row in case.rows]
    if case.kind in ("comma", "semicolon"):
        path = folder / "spells.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names, delimiter="," if case.kind == "comma" else ";")
            writer.writeheader()
            writer.writerows(rows)
        return path
    path = folder / "spells.parquet"
    typed = case.kind == "parquet"
    pq.write_table(pa.table({name: _array([row[name] for row in rows], name, typed) for name in names}), path)
    return path


def _array(texts: list[str], name: str, typed: bool) -> pa.Array:
    """The column as text; or as the type a database would give it, where every value allows that."""
    if typed and name in "de":
        try:
            return pa.array(
                [float(text.replace("_", "x")) if text.strip() else None for text in texts], pa.float64()
            )
        except ValueError:
            pass
    if typed and name in "ste":
        try:
            days = [date.fromisoformat(text) if text.strip() else None for text in texts]
        except ValueError:
            pass
        else:
            if name == "s":
                moments = [day and datetime(day.year, day.month, day.day, 13, 45) for day in days]
                return pa.array(moments, pa.timestamp("ms"))
            return pa.array(days, pa.date32())
    return pa.array([text if text or not typed else None for text in texts], pa.string())


def features(case: Case, answer: object) -> set[str]:
    """What a case and its answer (or the refusal's text) reach; the test below asks for all of `ALL_FEATURES`."""
    asked = case.asked
    reached = {case.kind, "compare" if case.compare else "tables", f"by {len(asked['by'])}"}  # type: ignore[arg-type]
    reached.add(f"unit {asked.get('unit', 'none')}")
    reached |= {name for name in ("entry", "as_of") if asked.get(name)}
    reached.add(f"competing {len(asked['competing'])}")  # type: ignore[arg-type]
    if isinstance(answer, str):
        return reached | {"refused"} | {f"refused: {part}" for part in REFUSALS if part in answer}
    reached |= {f"left out: {code}" for code in answer.left_out}  # type: ignore[attr-defined]
    if case.compare:
        return reached | {"no test" if answer.df == 0 else f"df {min(answer.df, 2)}"}  # type: ignore[attr-defined]
    columns = {name: values.tolist() for name, values in answer.columns.items()}  # type: ignore[attr-defined]
    steps = list(zip(columns["events"], columns["censored"], strict=True))
    found = {
        "no rows": not steps,
        "time 0": 0 in columns["time"],
        "ties": any(events and censored for events, censored in steps),
        "only censoring": any(not events and censored for events, censored in steps),
        "survival 0": 0 in columns["survival"],
        "limits": any(value == value for value in columns["lower"]),
        "empty group": "" in columns.get("g", ()),
        "several competing at once": any(value > 1 for value in columns.get("competing_done", ())),
    }
    return reached | {name for name, holds in found.items() if holds}


#: Parts of the English messages.
REFUSALS = (
    "not a number",
    "negative",
    "not an ISO date",
    "no end date",
    "before the start",
    "never occurs",
    "nothing to compare",
)

ALL_FEATURES = {
    *("comma", "semicolon", "parquet text", "parquet", "compare", "tables", "by 0", "by 1", "by 2"),
    *("unit none", "unit day", "unit month", "entry", "as_of", "competing 0", "competing 1", "competing 2"),
    *("left out: starts_after", "left out: undated", "left out: entry_too_late", "no test", "df 1", "df 2"),
    *("no rows", "time 0", "ties", "only censoring", "survival 0", "limits", "empty group"),
    "several competing at once",
    *(f"refused: {part}" for part in REFUSALS),
}
