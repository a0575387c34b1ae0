"""Write the picture of a plan's workflow into docs/plans.md; with --check it only tells whether it is current."""

from __future__ import annotations

import sys
from pathlib import Path

from pejling.analysis.plans.workflow import picture

DOCS = Path(__file__).resolve().parent.parent / "docs" / "plans.md"
START, END = "<!-- workflow -->\n", "<!-- /workflow -->"


def drawn(text: str) -> str:
    """The document with today's picture between its two marks."""
    before, rest = text.split(START, 1)
    _old, after = rest.split(END, 1)
    return f"{before}{START}```mermaid\n{picture()}\n```\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Returns 1 where --check finds an old picture."""
    text = DOCS.read_text(encoding="utf-8")
    if "--check" in arguments:
        return int(drawn(text) != text)
    DOCS.write_text(drawn(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
