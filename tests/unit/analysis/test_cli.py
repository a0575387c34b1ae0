"""`pejling lifetable` from the outside: exit codes, what is printed where, formats, bad input."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pejling.analysis.cli import main

SPELLS = """g,h,t,o,start,end
b,1,2,left,2024-01-01,2024-01-03
a,1,1,,2024-01-01,2024-01-02
a,2,3,left,2024-01-01,2024-01-04
"""
BASIC = ("--duration", "t", "--outcome", "o", "--event", "left")
DATED = ("--start", "start", "--end", "end", "--outcome", "o", "--event", "left")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_LANGUAGE", "en")


@pytest.fixture
def spells(tmp_path: Path) -> Path:
    path = tmp_path / "spells.csv"
    path.write_text(SPELLS, encoding="utf-8")
    return path


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(path: Path, *options: str) -> tuple[int, str, str]:
        try:
            code = main(["lifetable", str(path), *options])
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_json_is_one_object_per_row(ask, spells: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = ask(spells, *BASIC, "--by", "g", "--competing", "done", "--format", "json")
    assert code == 0
    rows = json.loads(out)
    names = [
        "g",
        "time",
        "at_risk",
        "events",
        "competing_done",
        "censored",
        "survival",
        "se",
        "lower",
        "upper",
    ]
    assert list(rows[0]) == [*names, "cif_left", "cif_se_left", "cif_done", "cif_se_done"]
    assert [(row["g"], row["time"], row["survival"], row["se"]) for row in rows] == [
        ("a", 1, 1, 0),
        ("a", 3, 0, None),
        ("b", 2, 0, None),
    ]
    assert rows[0]["lower"] is None
    assert "done" in err


def test_csv_leaves_undefined_values_empty(ask, spells: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = ask(spells, *BASIC, "--format", "csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(out.splitlines()))
    assert [row["time"] for row in rows] == ["1", "2", "3"]
    assert float(rows[1]["survival"]) == 0.5
    assert (rows[2]["se"], rows[2]["lower"]) == ("", "")


def test_table_is_aligned(ask, spells: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, _err = ask(spells, *BASIC, "--by", "g")
    assert code == 0
    header, *rows = out.splitlines()
    assert header.split()[:3] == ["g", "time", "at_risk"]
    assert [row.index(row.split()[1]) + 1 for row in rows] == [header.index("time") + 4] * 3


def test_comparison_is_one_object(ask, spells: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = ask(spells, *BASIC, "--by", "g,h", "--compare", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert list(found) == ["groups", "n", "events", "chi2", "df", "p"]
    assert (found["groups"], found["n"], found["events"]) == (["a / 1", "a / 2", "b / 1"], 3, 2)


@pytest.mark.parametrize("engine", ["duckdb", "reference"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_no_rows_left(ask, tmp_path: Path, engine: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"spells.{kind}"
    if kind == "csv":
        path.write_text("t,o\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({"t": pa.array([], pa.int64()), "o": pa.array([], pa.string())}), path)
    assert ask(path, *BASIC, "--engine", engine)[0] == 2
    code, out, _err = ask(path, *BASIC, "--engine", engine, "--allow-no-event", "--format", "json")
    assert (code, json.loads(out)) == (0, [])
    code, out, _err = ask(path, *BASIC, "--engine", engine, "--allow-no-event", "--format", "csv")
    assert (code, len(out.splitlines())) == (0, 1)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "--outcome"),
        (("--outcome", "o", "--event", "left"), "--duration"),
        (("--outcome", "o", "--event", "left", "--start", "start"), "--end"),
        ((*BASIC, "--start", "start", "--end", "end"), "either"),
        ((*BASIC, "--unit", "day"), "--unit day"),
        ((*DATED, "--unit", "none"), "day or month"),
        ((*BASIC, "--as-of", "2024-01-01"), "--as-of"),
        ((*DATED, "--as-of", "1.1.2024"), "1.1.2024"),
        ((*BASIC, "--compare"), "--by"),
        ((*BASIC, "--compare", "--by", "g", "--entry", "h"), "--entry"),
        ((*BASIC, "--by", "x"), '"x"'),
        ((*BASIC, "--by", "g,g"), '"g"'),
        ((*BASIC, "--by", "g,"), "--by"),
        ((*BASIC, "--competing", "left"), "twice"),
        ((*BASIC, "--competing", "x,"), "empty"),
        (("--duration", "t", "--outcome", "o", "--event", "gone"), '"left"'),
        (("--duration", "g", "--outcome", "o", "--event", "left"), 'row 2, column "g"'),
        ((*DATED[:2], "--end", "g", *DATED[4:]), 'row 2, column "g": "b" is not an ISO date'),
        ((*BASIC, "--by", "h", "--compare", "--duration", "x"), '"x"'),
    ],
)
@pytest.mark.parametrize("engine", ["duckdb", "reference"])
def test_misuse(ask, spells: Path, options: tuple[str, ...], said: str, engine: str) -> None:  # type: ignore[no-untyped-def]
    code, out, err = ask(spells, *options, "--engine", engine)
    assert (code, out) == (2, "")
    assert said in err


BAD_FILES = {
    "empty": (b"", "empty"),
    "first line empty": (b"\nt,o\n1,left\n", "column names"),
    "windows-1252": ("t,o\n1,left\n2,p\u00e5\n".encode("cp1252"), "line 3"),
    "utf-16": ("t,o\n1,left\n".encode("utf-16"), "UTF-8"),
    "cut off within a letter": ("t,o\n1,left\n1,å".encode()[:-1], "UTF-8"),
    "two columns of one name": (b"t,o,o\n1,left,left\n", '"o"'),
    "a value too many": (b"t,o\n1,left\n2,left,3\n", "row 3 has 3 values, the header has 2"),
    "quote without end": (b't,o\n1,"left\n', "can't be read"),
    "negative": (b"t,o\n1,left\n\n-2,left\n", 'row 4, column "t": the time -2 is negative'),
    "decimal comma": (b"t;o\n1,5;left\n", "row 2"),
    "cut Parquet": (b"PAR1abcdefgh", "Parquet"),
    "a CPR number as the outcome": (b"t,o\n1,010203-1234\n", "******-****"),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_bad_file(ask, tmp_path: Path, content: bytes, said: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "spells.csv"
    path.write_bytes(content)
    code, out, err = ask(path, *BASIC)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert "010203" not in err


def test_file_that_is_not_there(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for path in (tmp_path / "none.csv", tmp_path):
        code, out, err = ask(path, *BASIC)
        assert (code, out) == (2, "")
        assert str(tmp_path) not in err


def test_parquet_with_nested_values(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "spells.parquet"
    pq.write_table(pa.table({"t": [1, 2], "o": [["left"], []]}), path)
    for engine in ("duckdb", "reference"):
        code, out, err = ask(path, *BASIC, "--engine", engine)
        assert (code, out) == (2, "")
        assert '"o"' in err


def test_parquet_names_that_differ_by_case_and_file_names_with_patterns(ask, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for name in ("spells.parquet", "sp[1]*.parquet", "o'spells.parquet"):
        path = tmp_path / name
        pq.write_table(pa.table({"T": [9, 9], "t": [1, 2], "o": ["left", None]}), path)
        code, out, _err = ask(path, *BASIC, "--format", "json")
        assert code == 0
        assert [row["time"] for row in json.loads(out)] == [1, 2]


@pytest.mark.parametrize("name", ["time", "survival", "cif_left", "censored"])
def test_a_by_column_may_not_hide_a_column_of_the_answer(ask, tmp_path: Path, name: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "spells.csv"
    path.write_text(f"t,o,{name}\n1,left,x\n", encoding="utf-8")
    code, out, err = ask(path, *BASIC, "--by", name)
    assert (code, out) == (2, "")
    assert f'"{name}"' in err


def test_danish_is_the_default(ask, spells: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from pejling.analysis import language

    catalogue = Path(language.__file__).parent / "locale/da/LC_MESSAGES/django.mo"
    if not catalogue.exists():
        pytest.skip("the translations are not compiled: python scripts/compile_messages.py")
    monkeypatch.delenv("PEJLING_LANGUAGE")
    _code, _out, err = ask(spells, "--duration", "t", "--outcome", "o", "--event", "gone")
    assert "forekommer" in err


def test_it_starts_without_django_and_without_the_engines(spells: Path) -> None:
    program = (
        "import sys; from pejling.analysis import cli\n"
        "assert not {'numpy', 'duckdb', 'scipy', 'django'} & set(sys.modules)\n"
        "sys.modules['django'] = None\n"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "lifetable", str(spells), *BASIC],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_reader_that_has_had_enough(spells: Path) -> None:
    command = [sys.executable, "-m", "pejling.analysis.cli", "lifetable", str(spells), *BASIC]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == ""
    assert running.returncode == 0
