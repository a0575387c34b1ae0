"""`make bench`: every benchmark in turn; prints the Markdown that docs/benchmarks.md holds."""

from __future__ import annotations

import subprocess
import sys

MODULES = (
    "bench.lifetables",
    "bench.import_rows",
    "bench.retention_page",
    "bench.school_pages",
    "bench.plan_pages",
    "bench.reports",
    "bench.disclosure",
)

if __name__ == "__main__":
    for module in MODULES:
        subprocess.run([sys.executable, "-m", module], check=True)
