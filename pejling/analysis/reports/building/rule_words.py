"""What a rule asks for and what was reached, in a line of words. *Pure.*"""

from __future__ import annotations

from decimal import Decimal

from pejling.analysis.language import _
from pejling.analysis.plans import rules
from pejling.analysis.reports.saying import Saying
from pejling.analysis.reports.typography import exactly


def rule_words(rule: rules.Rule, say: Saying) -> str:
    """“At most 10; reached 9.4”."""

    def n(value: Decimal | int | None) -> str:
        return exactly(Decimal(value), say.language) if value is not None else say(_("not known"))

    match rule:
        case rules.Threshold(bound, at_most, value):
            asked = say(_("at most %(bound)s"), bound=n(bound)) if at_most else say(
                _("at least %(bound)s"), bound=n(bound)
            )  # fmt: skip
            return _reached(asked, value, n, say)
        case rules.Quota(agreed, reached, _partly):
            return _reached(say(_("agreed %(agreed)s"), agreed=n(agreed)), reached, n, say)
        case rules.Held(parameters):
            held = say(_("held or improved"))
            lines = [
                say(
                    _("%(name)s: %(value)s against %(baseline)s"),
                    name=one.name, value=n(one.value), baseline=n(one.baseline),
                )
                for one in parameters
            ]  # fmt: skip
            return f"{held}\n" + "\n".join(lines)
        case rules.Coverage(of, done, _partly):
            return say(_("%(done)s of %(of)s"), done=n(done), of=n(of))
        case rules.EachOf(items) if all(item.met is None for item in items):
            return say(_("%(number)s parts alike"), number=n(len(items)))
        case rules.EachOf(items):
            words = {True: say(_("met")), False: say(_("not met")), None: say(_("not known"))}
            return "\n".join(f"{item.name}: {words[item.met]}" for item in items)
        case rules.Steps(steps, _lower, value):
            told = "; ".join(
                say(_("%(percent)s %% at %(at)s"), percent=n(one.percent), at=n(one.at)) for one in steps
            )
            return _reached(told, value, n, say)
        case rules.Linear(nothing_at, all_at, value):
            asked = say(
                _("from %(nothing)s (nothing) to %(all)s (all)"), nothing=n(nothing_at), all=n(all_at)
            )
            return _reached(asked, value, n, say)
        case rules.Judged(percent, reason):
            told = say(_("judged: %(percent)s %%"), percent=n(percent)) if percent is not None else say(
                _("will be judged")
            )  # fmt: skip
            return f"{told}. {reason}".rstrip() if reason else told
        case rules.AllOf(inner):
            return "\n".join(rule_words(one, say) for one in inner)
    return ""


def _reached(asked: str, value: Decimal | None, n: object, say: Saying) -> str:
    if value is None:
        return asked
    return say(_("%(asked)s; reached %(value)s"), asked=asked, value=n(value))  # type: ignore[operator]
