"""Why a life table could not be made, in words a person can act on."""

from __future__ import annotations

from pejling.analysis.language import translate


class Refusal(Exception):
    """The question or the file can't be used. The template is English, marked for translation; str() translates."""

    def __init__(self, template: str, **params: object) -> None:
        super().__init__(template, params)
        self.template = template
        self.params = params

    def __str__(self) -> str:
        return translate(self.template) % self.params


class Refusals(Refusal):
    """Several at once, so that a file can be mended in one go; one line each."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__("")
        self.refusals = refusals

    def __str__(self) -> str:
        return "\n".join(str(refusal) for refusal in self.refusals)
