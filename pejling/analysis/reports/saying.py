"""The words a report has around its content, in the report's own language. *Pure.*"""

from __future__ import annotations

from pejling.analysis.language import _, translate

STATES = {
    "planned": _("planned"),
    "running": _("running"),
    "done": _("done"),
    "paused": _("paused"),
    "stopped": _("stopped"),
    "not_chosen": _("not chosen"),
}
APPROACHES = {
    "preventive": _("preventive"),
    "anticipatory": _("anticipatory"),
    "intervening": _("intervening"),
}
REACHES = {"all": _("all students"), "group": _("a group"), "one": _("one student")}
DECISIONS = {"continue": _("continue"), "adjust": _("adjust"), "stop": _("stop")}
#: how far a review found a theme
REVIEWED = {
    "on_track": _("on track"),
    "attention": _("needs attention"),
    "behind": _("behind"),
    "unknown": _("can't be judged yet"),
}
_CODES = STATES | APPROACHES | REACHES | DECISIONS | REVIEWED


class Saying:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str, **words: object) -> str:
        """A text marked for the catalogue, with what belongs into it."""
        said = translate(text, self.language)
        return said % words if words else said

    def code(self, code: str) -> str:
        """A state, an approach, a reach or a decision; a code without words is shown as it is, never hidden."""
        return self(_CODES[code]) if code in _CODES else code

    def capital(self, text: str, **words: object) -> str:
        """The same with a capital letter, for the beginning of a line."""
        said = self(text, **words)
        return said[:1].upper() + said[1:]
