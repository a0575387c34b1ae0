"""Disclosure control: how long it takes, and how much is still told; prints a section of docs/benchmarks.md.

    python -m bench.disclosure            all of it
    python -m bench.disclosure --small    only the comparison with every possible choice on small tables

Times are of this process' processors (seconds of work), since others may be using the machine, and by the clock.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import random
import time
from collections import Counter
from collections.abc import Iterable

import scipy
from scipy.optimize import Bounds, LinearConstraint, milp

from pejling.analysis.disclosure import suppression
from pejling.analysis.disclosure.suppression import Suppressed, suppress
from pejling.analysis.disclosure.tables import CountTable, Key, Settings
from pejling.analysis.disclosure_attack.attack import attack


def crossed(name: str, shape: tuple[int, ...], seed: int = 1, mean: float = 10.0) -> list[CountTable]:
    """One table of skewed counts: about a fifth small, a fifth none."""
    draw = random.Random(seed)
    columns = "abcd"[: len(shape)]
    return [
        CountTable(
            name,
            tuple(columns),
            {
                tuple(f"{column}{at}" for column, at in zip(columns, place, strict=True)): int(
                    draw.gammavariate(0.5, mean / 0.5)
                )
                for place in itertools.product(*map(range, shape))
            },
        )
    ]


def of_schools(schools: int, seed: int = 1) -> list[CountTable]:
    """Students by department within school and sex, by school, age and sex, and by school and programme."""
    draw = random.Random(seed)
    departments: Counter[Key] = Counter()
    ages: Counter[Key] = Counter()
    programmes: Counter[Key] = Counter()
    for school in range(schools):
        size = draw.gammavariate(1, 1)
        for department in range(draw.randint(1, 6)):
            for _student in range(int(draw.gammavariate(1, 128 * size))):
                sex, age = f"x{draw.randrange(2)}", f"a{min(int(draw.expovariate(0.5)), 7)}"
                programme = f"p{min(int(draw.expovariate(0.25)), 24)}"
                departments[f"s{school}", f"s{school}d{department}", sex] += 1
                ages[f"s{school}", age, sex] += 1
                programmes[f"s{school}", programme] += 1
    return [
        CountTable("departments", ("school", "department", "sex"), dict(departments)),
        CountTable("ages", ("school", "age", "sex"), dict(ages)),
        CountTable("programmes", ("school", "programme"), dict(programmes)),
    ]


def timed() -> Iterable[str]:
    yield "| tables | cells | small | hidden | cells shown | counts shown | seconds of work | by the clock |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for name, tables in (
        ("three linked tables, departments within 18 schools", of_schools(18)),
        ("three-way, 9 x 9 x 9", crossed("t", (9, 9, 9))),
        ("two-way, 99 x 99", crossed("t", (99, 99))),
        ("three-way, 20 x 20 x 22", crossed("t", (20, 20, 22))),
        ("three linked tables, departments within 190 schools", of_schools(190)),
    ):
        work, clock = time.process_time(), time.perf_counter()
        made = suppress(tables)
        work, clock = time.process_time() - work, time.perf_counter() - clock
        kept = made.kept
        assert not made.more_hidden
        yield (
            f"| {name} | {kept.cells:,} | {kept.small:,} | {kept.hidden:,} | {share(kept.share_of_cells)} | "
            f"{share(kept.share_of_counts)} | {work:.1f} | {clock:.1f} |"
        )


def share(part: float) -> str:
    return f"{100 * part:.1f} %"


def told(made: Suppressed) -> tuple[int, int]:
    return made.kept.hidden, made.kept.counts_shown


def beside_every_choice(shape: tuple[int, int], number: int) -> Iterable[str]:
    """Small tables, with the fewest cells that any choice hides (every choice tried, by growing number)."""
    sums = Counter[str]()
    cells = counts = 0
    for seed in range(number):
        draw = random.Random(seed)
        (table,) = crossed("t", shape, seed, mean=15.0)
        small = dict.fromkeys(draw.sample(sorted(table.counts, key=str), 2))
        table = CountTable(
            "t", table.by, {key: draw.randint(1, 4) if key in small else (count or 0) + 5
                            for key, count in table.counts.items()},
        )  # fmt: skip
        made = suppress([table])
        limit, suppression.SMALL_ENOUGH = suppression.SMALL_ENOUGH, 0
        quick = suppress([table])
        suppression.SMALL_ENOUGH = limit
        least = fewest(made)
        assert not attack(made.tables).disclosed
        cells += made.kept.cells
        counts += made.kept.counts
        sums += Counter(
            small=made.kept.small, made=told(made)[0], quick=told(quick)[0], least=least[0],
            small_counts=made.kept.counts - made.kept.counts_not_small, made_counts=counts_hidden(made),
            quick_counts=counts_hidden(quick), least_counts=least[1],
        )  # fmt: skip
    yield "| choice | cells shown | counts shown |"
    yield "|---|---:|---:|"
    for name, what in (
        ("small cells only (can be worked out)", "small"),
        ("fewest cells of all choices", "least"),
        ("**as chosen**", "made"),
        ("as chosen without looking for the optimum", "quick"),
    ):
        yield f"| {name} | {share(1 - sums[what] / cells)} | {share(1 - sums[what + '_counts'] / counts)} |"


def counts_hidden(made: Suppressed) -> int:
    return made.kept.counts - made.kept.counts_shown


def fewest(made: Suppressed) -> tuple[int, int]:
    """The least number of hidden cells with which every small one can be another count; of those choices, that with
    the least counts hidden. Both by trying all, with a program for every small cell."""
    cells = {cell.key: cell.count for cell in made.cells}
    small = [cell.key for cell in made.cells if cell.reason == "small"]
    others = [key for key, count in cells.items() if key not in small and count]
    for size in range(len(others) + 1):
        safe = [
            sum(cells[key] for key in (*small, *some))
            for some in itertools.combinations(others, size)
            if all(can_move(cells, {*small, *some}, key) for key in small)
        ]
        if safe:
            return len(small) + size, min(safe)
    raise AssertionError


def can_move(cells: dict[Key, int], hidden: set[Key], target: Key) -> bool:
    order = [key for key in cells if key in hidden]
    lines: dict[tuple[int, str | None], list[float]] = {}
    for place in (0, 1):
        for value in {key[place] for key in cells}:
            row = [0.0] * len(order)
            for at, key in enumerate(order):
                if key[place] == value:
                    row[at] = -1.0 if key[1 - place] is None else 1.0
            lines[place, value] = row
    if any(row[order.index(target)] and sum(map(abs, row)) == 1 for row in lines.values()):
        return False
    for step in (1.0, -1.0):
        low, high = [1.0 - cells[key] for key in order], [1e6] * len(order)
        at = order.index(target)
        if not low[at] <= step:
            continue
        low[at] = high[at] = step
        limits = LinearConstraint(list(lines.values()), 0, 0)
        if milp([0.0] * len(order), constraints=limits, bounds=Bounds(low, high)).x is not None:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    only_small = parser.parse_args().small
    print("## Disclosure control\n")
    print(
        f"Invented tables with totals (`python -m bench.disclosure`), counts under {Settings().threshold} hidden. "
        f"{os.cpu_count()} cores, Python {platform.python_version()}, HiGHS through SciPy {scipy.__version__}. "
        "Targets: 1,000 linked cells under 5 s, 10,000 under 60 s.\n"
    )
    if not only_small:
        print("\n".join(timed()), flush=True)
        print()
    print(
        "40 tables of 3 x 3 with two small cells and no zeros, beside every possible choice of hidden cells:\n"
    )
    print("\n".join(beside_every_choice((3, 3), 40)), flush=True)


if __name__ == "__main__":
    main()
