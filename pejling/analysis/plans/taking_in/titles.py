"""The title of a part in a cell, with its label and weight taken off it. *Pure.*"""

from __future__ import annotations

import re

from pejling.analysis.plans.taking_in.originals import Piece
from pejling.analysis.plans.taking_in.reading import Reader
from pejling.analysis.plans.taking_in.sketch import Part
from pejling.analysis.plans.taking_in.vocabulary import level

LABELLED = re.compile(
    r"(?P<label>\d{1,2}(?:\.?[a-zæøå\d]{1,2})?|[a-zæøå])[.)]\s+(?P<title>\S.*)$", re.IGNORECASE
)


def titled(reader: Reader, piece: Piece, part: Part, text: str = "") -> None:
    """Put (more of) a title."""
    text = text or piece.text
    match, found = LABELLED.match(text), level(text)
    label, title = (
        (match["label"], match["title"]) if match else (found.label, found.title) if found else ("", text)
    )
    if label and title and not part.label and not part.text("title"):
        reader.sketch.note(piece.number, part, "label", text.removesuffix(title))
        part.label, text = label, title
    reader.sketch.put(piece.number, part, "title", text, paragraph=False)
    part.weigh()
