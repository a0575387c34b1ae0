"""What the files of a report are called where they are offered."""

from __future__ import annotations

from pathlib import Path

from pejling.analysis.language import translate
from pejling.analysis.reports.forms import FORMS

#: what is called by its ending where its own name isn't known any more; other files aren't offered by themselves
_ENDINGS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".csv": "CSV", ".zip": "ZIP"}


def name_of(file: str) -> str:
    """What a reader is offered the file as, in Danish; "" where it is part of another."""
    titles = {name: title for form in FORMS for name, title in form.titles.items()}
    if file in titles:
        return translate(titles[file], "da")
    return "" if "/" in file else _ENDINGS.get(Path(file).suffix, "")
