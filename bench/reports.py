"""A report of 100 pages with 60 pictures, and a plan of 1,000 actions: every form, in processor seconds and bytes.

Run as `python -m bench.reports`; prints a Markdown section. Everything is invented and made of a fixed sequence. Each
measurement is a process of its own (a job starts cold, too), three times; the medians are quoted, with the slowest.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

TIMES = 3
WORDS = (
    "skolen eleverne oplæring undervisningen fastholdelse indsats følges løbende hver måned sammen med kommunerne "
    "og lærerne så flere gennemfører uddannelsen resultaterne drøftes i ledelsen og vurderes ved årets udgang når "
    "tallene er kendt støtte vejledning overgang praksis ansvar samarbejde målene"
).split()


def prose(chance: random.Random, words: int) -> str:
    """Invented text of so many words."""
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize() + "."


def long_report():
    """A key-figure report of 60 pictures with their tables and text between."""
    from pejling.analysis.reports.building.key_figures import Group, key_figure_report
    from pejling.analysis.reports.report import Figure

    chance = random.Random(1)
    groups = []
    for number in range(60):
        start = chance.randrange(300, 700)
        figures = []
        for year in range(2015, 2025):
            value = Decimal(start + chance.randrange(-60, 60)) / 10
            figures.append(
                Figure(
                    f"Nøgletal {number + 1}", value, "percent", "Egen opgørelse", date(year, 12, 31),
                    n=chance.randrange(40, 900), limits=(value - 3, value + 3), period=str(year), counts="students",
                    definition=prose(chance, 16), version="0a1b2c3d",
                )
            )  # fmt: skip
        groups.append(Group(f"Nøgletal {number + 1}", tuple(figures), text=prose(chance, 170)))
    return key_figure_report("Nøgletalsrapport", "Benchmarkskolen", groups, dated=date(2025, 3, 4))


def long_plan():
    """A self-evaluation of 1,000 actions in 10 focus areas."""
    from pejling.analysis.plans.kinds import plan_kinds
    from pejling.analysis.plans.plan_model import Action, Goal, Milestone, Plan
    from pejling.analysis.reports.building.from_plan import report_of_plan
    from pejling.analysis.reports.building.material import Material

    chance = random.Random(2)

    def action(goal: int, number: int) -> Action:
        return Action(
            id=f"{goal}.{number}", label=str(number), title=prose(chance, 6), path="", description=prose(chance, 40),
            needed_change=prose(chance, 15), operational_goal=prose(chance, 15), strategy=prose(chance, 15),
            owner="Uddannelseslederen", evaluation_plan=prose(chance, 20), state="running",
            schedule=(Milestone("Møde", "15. marts"), Milestone("Opfølgning", "hver måned")),
        )  # fmt: skip

    goals = tuple(
        Goal(id=str(goal), label=str(goal), title=prose(chance, 5), path="", reason=prose(chance, 40),
             actions=tuple(action(goal, number) for number in range(1, 101)))
        for goal in range(1, 11)
    )  # fmt: skip
    plan = Plan(
        "self_evaluation",
        "Selvevaluering",
        "Benchmarkskolen",
        (date(2025, 1, 1), date(2025, 12, 31)),
        goals=goals,
    )
    return report_of_plan(Material(plan, plan_kinds()["self_evaluation"], date(2025, 3, 4)))


def child(kind: str) -> None:
    """Make one bundle and tell the seconds of each form and the bytes of each file."""
    began, clock = time.process_time(), time.perf_counter()
    from pejling.analysis.reports.bundle import write_bundle

    imported = time.process_time()
    report = {"figures": long_report, "actions": long_plan}[kind]()
    built = time.process_time()
    stages: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(os.environ.get("PEJLING_BENCH_OUT", folder)) / kind
        manifest = write_bundle(
            report, out, progress=lambda _done, _of, form: stages.append((form, time.process_time()))
        )
        took = time.perf_counter() - clock
        import pypdf

        pages = len(pypdf.PdfReader(out / "report.pdf").pages)
    seconds: dict[str, float] = {"import": imported - began, "build": built - imported}
    for (form, start), (_next, end) in pairwise(stages):
        seconds[form] = seconds.get(form, 0) + end - start
    seconds["all"] = stages[-1][1] - began
    seconds["clock"] = took
    sizes = {file.name: file.bytes for file in manifest.files}
    told = {"seconds": seconds, "bytes": sizes, "pages": pages, "steps": len(stages)}
    sys.stdout.write(json.dumps(told) + "\n")


def main() -> None:
    """Print the section."""
    found: dict[str, list[dict]] = {"figures": [], "actions": []}
    for _time in range(TIMES):
        for kind in found:
            made = subprocess.run(
                [sys.executable, "-m", "bench.reports", kind], check=True, capture_output=True, text=True
            )
            found[kind].append(json.loads(made.stdout))
    names = {
        "import": "starting (libraries)", "build": "the report as a value", "pictures": "drawing the pictures",
        "pdf": "PDF (PDF/UA-1)", "word": "Word", "excel": "Excel", "figures": "CSV and JSON", "page": "web page",
        "frozen": "frozen JSON",
    }  # fmt: skip
    heads = {
        "figures": f"{found['figures'][0]['pages']} pages, 60 pictures",
        "actions": f"{found['actions'][0]['pages']} pages, 1,000 actions",
    }
    say = sys.stdout.write
    say("## Reports\n\n")
    say(
        "A key-figure report with 60 pictures and their tables, and a self-evaluation of 1,000 actions: every form. "
        f"{os.cpu_count()} cores; each bundle in a process of its own, started cold, {TIMES} times, in turn; "
        f"{os.getloadavg()[0]:.0f} processes at work on the machine meanwhile, so the clock "
        "ran longer than the work.\n\n"
    )
    say(f"| processor seconds (median) | {heads['figures']} | {heads['actions']} |\n|---|---|---|\n")
    for key, name in names.items():
        cells = [statistics.median(one["seconds"].get(key, 0.0) for one in found[kind]) for kind in found]
        say(f"| {name} | " + " | ".join(f"{cell:.2f}" if cell else "" for cell in cells) + " |\n")
    cells = [[one["seconds"]["all"] for one in found[kind]] for kind in found]
    say("| **everything** | ")
    say(" | ".join(f"**{statistics.median(cell):.1f}**" for cell in cells) + " |\n")
    clock = [[one["seconds"]["clock"] for one in found[kind]] for kind in found]
    say("| by the clock (fastest - slowest) | ")
    say(
        " | ".join(f"{statistics.median(one):.1f} ({min(one):.1f} - {max(one):.1f})" for one in clock)
        + " |\n"
    )
    sizes = [
        ", ".join(f"{name.split('.')[-1]} {one / 1e6:.2f}" for name, one in found[kind][0]["bytes"].items()
                  if name.startswith(("index", "report.")))
        for kind in found
    ]  # fmt: skip
    say("| MB | " + " | ".join(sizes) + " |\n")
    say("| steps of progress told | " + " | ".join(str(found[kind][0]["steps"]) for kind in found) + " |\n")


if __name__ == "__main__":
    child(sys.argv[1]) if len(sys.argv) > 1 else main()
