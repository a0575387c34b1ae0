"""Every page of a plan of 1,000 actions: server time with 5 readers at once, and with one.

Run as `python -m bench.plan_pages [ACTIONS]`; prints a Markdown section.
"""

from __future__ import annotations

import sys

from bench.school_pages import as_markdown, measure


def main(actions: int) -> None:
    """Print the section."""
    times = measure("bench.plan_pages_home", actions)
    about = "Each action with five texts, a date and two parts (`python -m bench.plan_pages`)."
    print("\n".join(as_markdown(f"Plans, {actions:,} actions", about, times)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
