"""Deliveries through the command line, on both databases: what changes, what is gone, and the way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Installation
from tests.integration.facts.school_files import (
    AGREEMENTS,
    ENROLMENTS,
    LEAVERS,
    enrolment,
    write,
)

TWENTY = [enrolment(f"{n}", "2024-08-01") for n in range(1, 21)]


def counts(report: dict) -> tuple[int, int, int, int, int]:
    return tuple(report[key] for key in ("new", "changed", "unchanged", "gone", "quarantined"))


def active(installation: Installation) -> int:
    """How many are in progress, by the published figure."""
    values = installation.json("figures", "--indicator", "active")
    return next(value["estimate"] for value in values if value["variant"] == "in_progress")


def test_a_delivery_its_repetition_a_change_and_both_undone(
    installation: Installation, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    report = installation.json("import", first, "--mapping", "uddata", "--as-of", "2025-01-31")
    assert counts(report) == (20, 0, 0, 0, 0)
    assert report["tables"]["students"]["new"] == 20
    assert active(installation) == 20

    # The same rows in reverse, in another encoding and with another separator, change nothing.
    again = write(tmp_path / "b.txt", ENROLMENTS, TWENTY[::-1], encoding="utf-16", separator="\t")
    repeated = installation.json("import", again, "--mapping", "uddata", "--as-of", "2025-02-28")
    assert counts(repeated) == (0, 0, 20, 0, 0)

    left = [enrolment("1", "2024-08-01", Slutdato="2025-03-10", Afgangsårsag="20"), *TWENTY[1:]]
    new = enrolment("21", "2025-02-01")
    third = write(tmp_path / "c.csv", ENROLMENTS, [*left, new], encoding="cp1252")
    changed = installation.json("import", third, "--mapping", "uddata", "--as-of", "2025-03-31")
    assert counts(changed) == (1, 1, 19, 0, 0)
    assert active(installation) == 20

    # Undo: the newest first, and then the source is as before.
    refused = installation.pejling("undo", report["delivery"])
    assert refused.returncode == 1
    assert changed["delivery"] in refused.stderr
    installation.json("undo", changed["delivery"])
    assert active(installation) == 20
    dry = installation.json("import", third, "--mapping", "uddata", "--as-of", "2025-03-31", "--dry-run")
    assert counts(dry) == (1, 1, 19, 0, 0)
    assert dry["delivery"] is None
    installation.json("undo", repeated["delivery"])
    installation.json("undo", report["delivery"])
    assert installation.pejling("snapshot").returncode == 1
    assert active(installation) is None, "nothing of what was undone may stay published"
    assert installation.pejling("undo", report["delivery"]).returncode == 1


def test_only_a_full_delivery_makes_rows_gone(installation: Installation, tmp_path: Path) -> None:
    """Twenty current rows; one starts in 2025, nineteen in 2024."""
    rows = [*TWENTY[:19], enrolment("20", "2025-02-01")]
    whole = write(tmp_path / "a.csv", ENROLMENTS, rows)
    installation.json("import", whole, "--mapping", "uddata", "--scope", "full", "--as-of", "2025-02-28")

    part = write(tmp_path / "b.csv", ENROLMENTS, rows[:10])
    assert counts(installation.json("import", part, "--mapping", "uddata", "--dry-run")) == (0, 0, 10, 0, 0)
    many = installation.pejling("import", part, "--mapping", "uddata", "--scope", "full")
    assert many.returncode == 1
    assert "10" in many.stderr and "20" in many.stderr

    # Row 20 began after the period, so its absence says nothing; one of the nineteen is gone (5.3 %).
    without = write(tmp_path / "c.csv", ENROLMENTS, rows[1:19])
    period = ["--scope", "full", "--period", "2024-01-01..2024-12-31"]
    gone = installation.json("import", without, "--mapping", "uddata", "--as-of", "2025-03-31", *period)
    assert counts(gone) == (0, 0, 18, 1, 0)
    assert active(installation) == 19
    accepted = installation.json(
        "import", part, "--mapping", "uddata", "--as-of", "2025-03-31", "--scope", "full", "--accept-gone"
    )
    assert counts(accepted) == (1, 0, 9, 10, 0)
    assert active(installation) == 10


def test_a_quarantined_student_is_not_gone(installation: Installation, tmp_path: Path) -> None:
    whole = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    installation.json("import", whole, "--mapping", "uddata", "--as-of", "2025-01-31")
    broken = [enrolment("1", "2024-02-31"), *TWENTY[1:]]
    path = write(tmp_path / "b.csv", ENROLMENTS, broken)
    report = installation.json(
        "import", path, "--mapping", "uddata", "--scope", "full", "--as-of", "2025-02-28"
    )
    assert counts(report) == (0, 0, 19, 0, 1)
    assert active(installation) == 20


def test_leavers_fill_in_the_spell_they_belong_to(installation: Installation, tmp_path: Path) -> None:
    enrolments = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    leaves = [("1", "2024-10-01"), ("2", "2024-08-01"), ("99", "2024-10-01")]
    rows = [
        {"Elevnr": student, "Uddannelse": "SSA", "Forløbsdel": "HF", "Afgangsdato": day, "Afgangsårsag": "20"}
        for student, day in leaves
    ]
    leavers = write(tmp_path / "l.csv", LEAVERS, rows)
    report = installation.json("import", enrolments, leavers, "--mapping", "uddata", "--as-of", "2025-08-31")
    older = installation.json(
        "import", enrolments, "--mapping", "uddata", "--as-of", "2025-07-31", "--dry-run"
    )
    assert {"code": "older_extract", "count": 1} in older["warnings"]
    assert {"code": "unmatched_leavers", "count": 1} in report["warnings"]
    # Of 20, one left on the first day and never started; of the other 19 one left within a year.
    value = installation.json("figures", "--indicator", "interruption")[0]
    assert (value["n"], value["complete"]) == (19, True)
    assert value["estimate"] == pytest.approx(1 / 19, abs=1e-12)


def test_figures_are_censored_at_the_oldest_date_of_their_tables(
    installation: Installation, tmp_path: Path
) -> None:
    agreements = write(
        tmp_path / "g.csv",
        AGREEMENTS,
        [{"Elevnr": "1", "Aftalenr": "7", "Arbejdsgiver": "Fjordby", "Kommune": "Fjordby", "Uddannelse": "SSA",
          "Aftale fra": "2024-08-01"}],
    )  # fmt: skip
    installation.json("import", agreements, "--mapping", "uddata", "--as-of", "2024-11-30")
    enrolments = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    installation.json("import", enrolments, "--mapping", "uddata", "--as-of", "2025-01-31")
    assert installation.json("figures", "--indicator", "interruption")[0]["as_of"] == "2025-01-31"
    assert installation.json("figures", "--indicator", "transition")[0]["as_of"] == "2024-11-30"


def test_a_snapshot_as_of_a_date_holds_what_was_known_then(
    installation: Installation, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    installation.json("import", first, "--mapping", "uddata", "--as-of", "2025-01-31")
    left = write(
        tmp_path / "b.csv",
        ENROLMENTS,
        [enrolment("1", "2024-08-01", Slutdato="2025-01-10", Afgangsårsag="20"), *TWENTY[1:]],
    )
    installation.json("import", left, "--mapping", "uddata", "--as-of", "2025-02-28")
    assert active(installation) == 19
    then = installation.json("snapshot", "--as-of", "2025-02-01")
    assert then["tables"]["spells"]["as_of"] == "2025-01-31"
    assert active(installation) == 20
    before = installation.pejling("snapshot", "--as-of", "2024-12-31", "--json")
    assert before.returncode == 0
    assert "uddata" in before.stderr


def test_equal_facts_give_equal_hashes_and_no_machine_in_the_manifest(
    installation: Installation, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    installation.json("import", path, "--mapping", "uddata", "--as-of", "2025-01-31")
    one, two = installation.json("snapshot"), installation.json("snapshot")
    assert one["hash"] == two["hash"]
    assert one["snapshot"] != two["snapshot"]
    assert str(installation.home) not in str(one)
    files = list((installation.home / "snapshots").rglob("*.parquet"))
    assert len(files) == 3 * len(one["tables"])
    assert not any(file.stat().st_mode & 0o222 for file in files)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--mapping", "uddta"], 2),
        (["--mapping", "uddata", "--as-of", "2999-01-01"], 2),
        (["--mapping", "uddata", "--period", "2024-01-01..2024-12-31"], 2),
        (["--mapping", "uddata", "--organisation", "En anden"], 2),
    ],
)
def test_misuse_is_refused_in_words(
    installation: Installation, tmp_path: Path, arguments: list[str], code: int
) -> None:
    path = write(tmp_path / "a.csv", ENROLMENTS, TWENTY)
    done = installation.pejling("import", path, *arguments)
    assert done.returncode == code
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_without_an_installation_it_says_how_to_make_one(tmp_path: Path) -> None:
    nowhere = Installation(tmp_path / "none", "")
    done = nowhere.pejling("figures")
    assert done.returncode == 2
    assert "pejling setup" in done.stderr
    assert not (tmp_path / "none").exists()


def test_a_row_with_two_mistakes_counts_once(installation: Installation, tmp_path: Path) -> None:
    rows = [*TWENTY, enrolment("30", "2024-02-31", Afgangsårsag="97")]
    path = write(tmp_path / "a.csv", ENROLMENTS, rows)
    report = installation.json("import", path, "--mapping", "uddata", "--as-of", "2025-01-31")
    assert report["quarantined"] == 1
