"""`pejling suppress` and `pejling attack` from the outside: files, columns, exit codes, what is printed where."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pejling.analysis.cli import main

SCHOOLS = """school;sex;n
A;f;12
A;m;3
B;f;20
B;m;30
C;f;14
C;m;9
"""
CLASSES = """class;school;n
A1;A;10
A2;A;5
B1;B;2
B2;B;48
C1;C;23
"""
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEJLING_LANGUAGE", "en")


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    monkeypatch.chdir(tmp_path)

    def run(line: str, **files: str | bytes) -> tuple[int, str, str]:
        for name, content in files.items():
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / f"{name}.csv").write_bytes(raw)
        try:
            code = main(line.split())
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def rows(text: str, separator: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def test_one_file_keeps_its_columns_and_order_and_gets_its_totals(ask: Ask) -> None:
    code, out, err = ask("suppress a.csv --count n --by school,sex", a=SCHOOLS)
    assert code == 0
    assert out.splitlines()[0] == "school;sex;n;hidden"
    found = rows(out)
    assert [(row["school"], row["sex"]) for row in found[:6]] == [
        ("A", "f"), ("A", "m"), ("B", "f"), ("B", "m"), ("C", "f"), ("C", "m"),
    ]  # fmt: skip
    shown = {(row["school"], row["sex"]): (row["n"], row["hidden"]) for row in found}
    assert shown["Total", "Total"] == ("88", "")
    assert shown["A", "Total"] == ("15", "")
    assert shown["A", "m"] == ("", "yes")
    # 3 is hidden in a rectangle; the cheapest one is with school C, whose counts are smaller than B's.
    assert {key for key, (_n, hidden) in shown.items() if hidden} == {
        ("A", "f"), ("A", "m"), ("C", "f"), ("C", "m"),
    }  # fmt: skip
    assert "4 of 12 cells are hidden: 1 small ones, and 3 to protect them." in err
    assert "66.7 % of the cells" in err


def test_several_files_become_one_with_a_column_table(ask: Ask) -> None:
    line = "--count n --by school,sex,class"
    code, out, _err = ask(f"suppress a.csv b.csv {line}", a=SCHOOLS, b=CLASSES)
    assert code == 0
    assert out.splitlines()[0] == "table;school;sex;class;n;hidden"
    found = rows(out)
    assert {row["table"] for row in found} == {"a", "b"}
    assert {row["class"] for row in found if row["table"] == "a"} == {"Total"}
    # A class lies within its school: it has no total over schools.
    assert not [row for row in found if row["school"] == "Total" and row["class"] != "Total"]
    code, attacked, _err = ask(f"attack o.csv {line} --json", o=out)
    assert code == 0
    cells = json.loads(attacked)["cells"]
    assert {cell["status"] for cell in cells} == {"safe"}
    assert len(cells) == len([row for row in found if row["hidden"]])
    assert set(cells[0]) == {"table", "key", "lower", "upper", "status", "exact"}
    assert cells[0]["key"] == {"school": "A", "sex": "f", "class": "Total"}


def test_what_simple_masking_lets_out_is_found(ask: Ask) -> None:
    masked = "school,sex,n\nA,f,12\nA,m,\nB,f,20\nB,m,30\nA,Total,15\n"
    code, out, _err = ask("attack m.csv --count n --by school,sex --json", m=masked)
    assert code == 1
    assert json.loads(out)["cells"] == [
        {"table": "m", "key": {"school": "A", "sex": "m"}, "lower": 3, "upper": 3, "status": "disclosed",
         "exact": True},
    ]  # fmt: skip
    code, out, _err = ask("attack m.csv --count n --by school,sex", m=masked)
    assert code == 1
    assert "m: school=A, sex=m = 3" in out


def test_without_time_the_attack_is_unfinished_and_says_so(ask: Ask) -> None:
    masked = "school,n\nA,\nB,\nTotal,15\n"
    code, out, _err = ask("attack m.csv --count n --by school --seconds 0.000001 --json", m=masked)
    assert code == 3
    assert {cell["status"] for cell in json.loads(out)["cells"]} == {"unfinished"}


def test_without_time_more_is_hidden_and_it_says_so(ask: Ask) -> None:
    code, out, err = ask("suppress a.csv --count n --by school,sex --seconds 0.000001", a=SCHOOLS)
    assert code == 0
    assert ask("attack o.csv --count n --by school,sex", o=out)[0] == 0
    assert "cells are hidden" in err


@pytest.mark.parametrize(
    "content",
    [
        "skole;køn;n\nÅ;m;7\nÅ;k;3\n".encode(),
        b"\xef\xbb\xbf" + "skole;køn;n\nÅ;m;7\nÅ;k;3\n".encode(),
        "skole;køn;n\nÅ;m;7\nÅ;k;3\n".encode("cp1252"),
        "skole\tkøn\tn\r\nÅ\tm\t7\r\nÅ\tk\t3\r\n".encode(),
        'skole,køn,n\n"Å",m,7\nÅ,k, 3 \n\n'.encode(),
        "skole;køn;n\nÅ;m;7\nÅ;k;3\n".encode("utf-16"),
        b"\xfe\xff" + "skole;køn;n\nÅ;m;7\nÅ;k;3\n".encode("utf-16-be"),
        "skole|køn|n\nÅ|m|7\nÅ|k|3\n".encode(),
        "sep=;\nskole;køn;n\nÅ;m;7\nÅ;k;3\n".encode(),
        # Å and ø as letter and accent, as some systems save them
        "skole;køn;n\nA\u030a;m;7\nÅ;k;3\n".encode(),
    ],
)
def test_the_files_that_schools_have(ask: Ask, content: bytes) -> None:
    code, out, _err = ask("suppress a.csv --count n --by skole,køn", a=content)
    assert code == 0
    separator = next(mark for mark in ";\t|," if mark in out.splitlines()[0])
    assert rows(out, separator)[0] == {"skole": "Å", "køn": "m", "n": "", "hidden": "yes"}


@pytest.mark.parametrize(
    ("files", "line", "said"),
    [
        ({"a": "x;n\na;3,5\n"}, "--count n --by x", 'line 2: x=a: "3,5" is not a count'),
        ({"a": "x;n\na;-3\n"}, "--count n --by x", 'x=a: "-3" is not a count'),
        ({"a": "x;n\na;3\na;4\n"}, "--count n --by x", "line 3: x=a is there already, in line 2"),
        ({"a": "x;n\na;3\nb;\n"}, "--count n --by x", "a: x=b has no count"),
        ({"a": "x;n\na;3\nTotal;4\n"}, "--count n --by x", "x=Total doesn't add up: it is 4"),
        (
            {"a": "x;n\na;3\nTotal;4\n"},
            "--count m --by x",
            'a.csv has no column "m"; its columns are: "x", "n"',
        ),
        ({"a": "x;n\na;3\n"}, "--count n --by x,y", 'no file has the column "y"'),
        ({"a": "x;n\na;3;4\n"}, "--count n --by x", "line 2: 3 values, but the header has 2"),
        ({"a": "x;n\n;4\n"}, "--count n --by x", 'the column "x" is empty'),
        ({"a": "x;n\n"}, "--count n --by x", "a.csv has no rows"),
        ({"a": ""}, "--count n --by x", "a.csv is empty"),
        ({}, "--count n --by x", "a.csv can't be opened"),
        ({"a": "x;n\na;3\n"}, "--count n --by n", 'the column "n" can be named only once'),
        ({"a": "x;n\na;3\n"}, "--count n --by ,", "--by names no column"),
        ({"a": "x;n\na;" + "9" * 5000 + "\n"}, "--count n --by x", '"' + "9" * 40 + '..." is not a count'),
        ({"a": "x;hidden\na;3\n"}, "--count hidden --by x", 'the column "hidden" says something else'),
        ({"a": "x;hidden;n\na;b;3\n"}, "--count n --by x,hidden", 'the column "hidden" says something else'),
        (
            {"a": "table;n\na;3\n", "b": "x;n\na;3\n"},
            "b.csv --count n --by table,x",
            'the column "table" says',
        ),
        ({"a": "x;y;n\nA;f;5\nA;m;3\nA;I alt;8\n"}, "--count n --by x,y", '--total-label "I alt"'),
        (
            {"a": "x;n\na;9\nb;3\ntotal;12\n"},
            "--count n --by x",
            '"total" in the column "x" looks like a total',
        ),
        ({"a": "x;n\na;3\n", "b": "y;n\np;4\n"}, "b.csv --count n --by x,y", "Total"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(
    ask: Ask, files: dict[str, str], line: str, said: str
) -> None:
    code, out, err = ask(f"suppress a.csv {line}", **files)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_word_for_total_that_is_no_sum_is_a_value_like_others(ask: Ask) -> None:
    table = "x;n\nTotal;7\nb;20\nAlle;27\n"
    code, out, _err = ask("suppress a.csv --count n --by x --total-label Alle", a=table)
    assert (code, [row["x"] for row in rows(out)]) == (0, ["Total", "b", "Alle"])


def test_a_masked_table_with_another_word_for_total_is_not_called_safe(ask: Ask) -> None:
    masked = "x;n\na;\nb;20\nI alt;23\n"
    code, out, err = ask("attack m.csv --count n --by x", m=masked)
    assert (code, out) == (2, "")
    assert '"I alt" in the column "x" looks like a total' in err
    assert (
        ask("attack m.csv --count n --by x --total-label I_alt", m=masked.replace("I alt", "I_alt"))[0] == 1
    )


def test_what_is_always_the_sum_of_the_others_is_pointed_out(ask: Ask) -> None:
    lines = [f"{year};{area};{n}" for year, shift in (("2024", 0), ("2025", 3), ("2026", 11))
             for area, n in (("Nord", 10 + shift), ("Syd", 20), ("Danmark", 30 + shift))]  # fmt: skip
    code, _out, err = ask("suppress a.csv --count n --by year,area", a="\n".join(["year;area;n", *lines]))
    assert code == 0
    assert 'Note: a: "Danmark" in the column "area" is always the sum of the others.' in err


def test_another_word_for_total(ask: Ask) -> None:
    code, out, _err = ask(
        "suppress a.csv --count n --by x --total-label Alle", a="x;n\na;3\nb;20\nc;9\nAlle;32\n"
    )
    assert code == 0
    assert {row["x"]: row["n"] for row in rows(out)} == {"a": "", "b": "20", "c": "", "Alle": "32"}


def test_zeros_may_be_hidden(ask: Ask) -> None:
    table = "x;n\na;0\nb;20\nc;9\n"
    assert {row["x"]: row["n"] for row in rows(ask("suppress a.csv --count n --by x", a=table)[1])} == {
        "a": "0", "b": "20", "c": "9", "Total": "29",
    }  # fmt: skip
    hidden = rows(ask("suppress a.csv --count n --by x --zeros hide", a=table)[1])
    assert [row["x"] for row in hidden if row["hidden"]] == ["a", "c"]


def test_the_reasons_are_told_to_the_house_only(ask: Ask) -> None:
    code, out, _err = ask("suppress a.csv --count n --by school,sex --json", a=SCHOOLS)
    assert code == 0
    told = json.loads(out)
    by_key = {tuple(cell["key"].values()): cell for cell in told["cells"]}
    assert by_key["A", "m"] | {"table": "a"} == {
        "table": "a", "key": {"school": "A", "sex": "m"}, "count": 3, "hidden": True, "reason": "small",
        "worked_out": False, "known_before": False,
    }  # fmt: skip
    assert by_key["A", "f"]["reason"] == "complement"
    assert by_key["Total", "Total"]["worked_out"]
    assert told["kept"]["cells"] == 12
    assert told["optimal"] is True


def test_other_columns_are_kept_only_where_they_cannot_tell(ask: Ask) -> None:
    table = "school;name;share;year;n\na;Anlæg;30 %;2026;3\nb;Byg;70 %;2026;20\nc;Café;1 %;2026;9\n"
    code, out, err = ask("suppress a.csv --count n --by school", a=table)
    assert code == 0
    first = rows(out)[0]
    assert first == {"school": "a", "name": "Anlæg", "share": "", "year": "2026", "n": "", "hidden": "yes"}
    assert 'The column "share" is printed empty' in err


def test_versions_one_after_another(ask: Ask) -> None:
    first = "school;n\na;3\nb;10\nc;11\n"
    second = "school;sex;n\na;f;2\na;m;1\nb;f;5\nb;m;5\nc;f;5\nc;m;6\n"
    line = "--count n --by school,sex"
    one = ask("suppress v1.csv --count n --by school", v1=first)[1]
    two = ask(f"suppress v2.csv {line} --previous p1.csv", v2=second, p1=one)
    assert two[0] == 0
    assert ask(f"attack o2.csv {line} --previous p1.csv", o2=two[1])[0] == 0
    changed = ask(f"suppress v3.csv {line} --previous p1.csv", v3=second.replace("c;f;5", "c;f;25"))
    assert changed[0] == 0
    assert "p1: published earlier from other counts" in changed[2]


def test_a_column_snapshot_keeps_tables_of_different_days_apart(ask: Ask) -> None:
    both = "snapshot;school;n\n2026-01-01;a;3\n2026-01-01;b;9\n2026-02-01;a;4\n2026-02-01;b;9\n"
    code, out, _err = ask("suppress a.csv --count n --by school", a=both)
    assert code == 0
    found = [(row["snapshot"], row["school"], row["n"]) for row in rows(out)]
    assert ("2026-01-01", "Total", "12") in found
    assert ("2026-02-01", "Total", "13") in found
    assert ask("attack o.csv --count n --by school", o=out)[0] == 0


def test_an_earlier_table_without_a_snapshot_may_be_of_this_one(ask: Ask) -> None:
    """10 of b is told in the earlier table: with a and b hidden and their sum shown, a would follow."""
    now = "snapshot;x;n\n2026-01-01;a;3\n2026-01-01;b;10\n2026-01-01;c;11\n"
    line = "--count n --by x --previous p.csv"
    code, out, err = ask(f"suppress a.csv {line}", a=now, p="x;n\nb;10\n")
    assert (code, "other counts" in err) == (0, False)
    assert {row["x"] for row in rows(out) if row["hidden"]} == {"a", "c"}
    assert ask(f"attack o.csv {line}", o=out)[0] == 0
    without = ask("suppress a.csv --count n --by x", a=now)[1]
    assert ask(f"attack o.csv {line}", o=without)[0] == 1


def test_an_earlier_table_of_another_named_snapshot_is_left_out_and_said(ask: Ask) -> None:
    now = "snapshot;x;n\n2026-01-01;a;3\n2026-01-01;b;10\n2026-01-01;c;11\n"
    earlier = "snapshot;x;n\n2025-01-01;b;10\n"
    line = "--count n --by x --previous p.csv"
    code, out, err = ask(f"suppress a.csv {line}", a=now, p=earlier)
    assert code == 0
    assert "p: published earlier from other counts; it isn't held against these." in err
    assert "p: published earlier from other counts" in ask(f"attack o.csv {line}", o=out)[2]


def test_with_earlier_publications_that_leave_no_choice_nothing_is_printed(ask: Ask) -> None:
    code, out, err = ask(
        "suppress a.csv --count n --by x --threshold 2 --previous p.csv",
        a="x;n\na;1\nb;1\n",
        p="x;n\nTotal;2\n",
    )
    assert (code, out) == (1, "")
    assert "x=a" in err
