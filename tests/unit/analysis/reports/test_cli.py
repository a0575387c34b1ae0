"""`pejling report`: a bundle of a plan's file, and what is told when it can't be made."""

from __future__ import annotations

import json
from pathlib import Path

from pejling.analysis import cli
from pejling.analysis.reports import bundle, forms

EXAMPLES = Path(__file__).parents[4] / "examples"


def test_a_bundle_is_made_of_a_plan(tmp_path, capsys, monkeypatch):
    # Every form is tried in tests of its own: the page is enough here.
    monkeypatch.setattr(
        bundle, "FORMS", tuple(form for form in forms.FORMS if form.key in ("frozen", "page"))
    )
    folder = tmp_path / "out"
    arguments = [
        "report",
        str(EXAMPLES / "school_plan_2024_2025.yaml"),
        "--out",
        str(folder),
        "--date",
        "2025-01-02",
    ]
    assert cli.main([*arguments, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["dated"]) == ("school_plan", "2025-01-02")
    assert "2. januar" in (folder / "index.html").read_text(encoding="utf-8").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert cli.main(arguments) == 2
    assert "findes allerede" in capsys.readouterr().err


def test_a_plan_with_errors_makes_nothing(tmp_path, capsys):
    path = tmp_path / "plan.yaml"
    path.write_text(
        "format: 1\nkind: nonsense\ntitle: x\norganisation: y\nperiod: {from: 2021-01-01, to: 2021-12-31}\n"
    )
    assert cli.main(["report", str(path), "--out", str(tmp_path / "out")]) == 1
    assert "nonsense" in capsys.readouterr().err
    assert cli.main(["report", str(tmp_path / "missing.yaml"), "--out", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()
