"""A mapping's own leave codes decide, and what it said is taken back with its delivery; on both databases."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Installation
from tests.integration.facts.school_files import ENROLMENTS, LEAVERS, enrolment, write

MAPPING = """\
name: own_system
leave_codes: leave
codes:
  leave: {{file: leave_codes, add: {{"27": {outcome}}}}}
files:
  enrolments:
    columns:
      student: {{names: Elevnr, required: true}}
      programme: {{names: Uddannelse, required: true}}
      starts: {{names: Startdato, required: true}}
  leavers:
    columns:
      student: {{names: Elevnr, required: true}}
      programme: {{names: Uddannelse, required: true}}
      left: {{names: Afgangsdato, required: true}}
      code: {{names: Afgangsårsag, required: true}}
tables:
  spells:
    file: enrolments
    key: [programme, starts_on]
    columns: {{student: student, programme: programme, starts_on: starts, outcome: {{constant: active}}}}
  leavers:
    file: leavers
    columns:
      student: student
      programme: programme
      left_on: left
      leave_code: {{code: code, list: leave}}
"""


def interrupted(installation: Installation) -> float:
    """Share interrupted within twelve months, by the published figure."""
    return installation.json("figures", "--indicator", "interruption")[0]["estimate"]


def test_a_school_s_own_leave_code_and_its_undoing(installation: Installation, tmp_path: Path) -> None:
    """Two students; one left with the school's own code 27, which first means completed, then interrupted."""
    says = {
        outcome: write_text(tmp_path / f"{outcome}.yaml", outcome) for outcome in ("completed", "interrupted")
    }
    enrolments = write(
        tmp_path / "a.csv", ENROLMENTS, [enrolment(student, "2023-08-01") for student in ("1", "2")]
    )
    leave = {"Elevnr": "1", "Uddannelse": "SSA", "Afgangsdato": "2024-02-01", "Afgangsårsag": "27"}
    leavers = write(tmp_path / "l.csv", LEAVERS, [leave])
    installation.json("import", enrolments, leavers, "--mapping", says["completed"], "--as-of", "2025-01-31")
    assert interrupted(installation) == 0

    # A delivery that can't be read changes nothing, what its mapping says of the codes included.
    unread = installation.pejling("import", tmp_path / "none.csv", "--mapping", says["interrupted"])
    assert unread.returncode == 2
    installation.json("snapshot")
    assert interrupted(installation) == 0

    later = installation.json(
        "import", enrolments, leavers, "--mapping", says["interrupted"], "--as-of", "2025-02-28"
    )
    assert interrupted(installation) == 0.5
    installation.json("undo", later["delivery"])
    assert interrupted(installation) == 0


def write_text(path: Path, outcome: str) -> Path:
    path.write_text(MAPPING.format(outcome=outcome), "utf-8")
    return path


def test_a_first_delivery_of_leavers_alone_is_accepted(installation: Installation, tmp_path: Path) -> None:
    leave = {"Elevnr": "1", "Uddannelse": "SSA", "Afgangsdato": "2024-02-01", "Afgangsårsag": "20"}
    leavers = write(tmp_path / "l.csv", LEAVERS, [leave])
    report = installation.json("import", leavers, "--mapping", "uddata", "--as-of", "2025-01-31")
    assert report["tables"]["leavers"]["new"] == 1
    assert {"code": "unmatched_leavers", "count": 1} in report["warnings"]
