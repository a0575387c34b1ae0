"""Why tables can't be used, in words a person can act on."""

from __future__ import annotations

from pejling.analysis.language import translate


class Unusable(Exception):
    """The tables or the question can't be used. The template is English, marked for translation; str() translates."""

    def __init__(self, template: str, **params: object) -> None:
        super().__init__(template, params)
        self.template = template
        self.params = params

    def __str__(self) -> str:
        return translate(self.template) % self.params


class Unprotectable(Exception):
    """What was asked can be understood, but no choice of hidden cells protects these: `cells` in words."""

    def __init__(self, cells: list[str]) -> None:
        super().__init__(cells)
        self.cells = cells
