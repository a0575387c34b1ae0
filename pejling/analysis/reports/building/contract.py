"""What a results contract adds: the result goal by goal, the board's judgement and what is paid out. *Pure.*"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from pejling.analysis.language import _
from pejling.analysis.plans.attainment import Score, score
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.building.parts import Parts
from pejling.analysis.reports.report import Block, Chart, Column, Picture, Section, Table
from pejling.analysis.reports.typography import day, exactly


def contract_sections(material: Material, parts: Parts) -> list[Section]:
    """Result and payout."""
    return [Section(material.say(_("Result")), tuple(_blocks(material, score(material.plan))))]


def _blocks(material: Material, made: Score) -> Iterator[Block]:
    say, language = material.say, material.language
    board = material.plan.board
    told = {"whole": exactly(made.weight, language), "so_far": exactly(made.so_far, language)}
    if made.total is not None:
        text = say(_("The result is %(so_far)s of %(whole)s."), **told)
    else:
        unknown = exactly(made.unknown_weight, language)
        text = say(
            _("%(so_far)s of %(whole)s is reached so far; the result of %(unknown)s isn't known yet."),
            unknown=unknown, **told,
        )  # fmt: skip
    yield model.Paragraph(text, lead=True)
    if board and board.payout is not None:
        yield model.Paragraph(say(_("Paid out: %(share)s %%."), share=exactly(board.payout, language)))
    if board and board.judgement and board.judgement.text:
        yield model.Notice(say(_("The board's judgement")), material.set(board.judgement.text))
    if board and board.approved_on:
        yield model.Paragraph(
            say(_("Approved by the board on %(day)s."), day=day(board.approved_on, language))
        )
    yield _picture(material, made)


def _picture(material: Material, made: Score) -> Picture:
    say, language = material.say, material.language
    known = [goal for goal in made.goals if goal.result is not None and goal.weight]
    columns = (
        Column("goal", material.words.levels[0]),
        Column("title", say(_("Title"))),
        Column("weight", say(_("Weight")), "number", decimals=-1),
        Column("result", say(_("Result")), "number", decimals=-1),
        Column("share", say(_("Share reached")), "percent", decimals=1),
    )
    rows: list[tuple[model.Cell, ...]] = []
    for goal in made.goals:
        share = goal.share
        percent = _percent(share.numerator, share.denominator) if share is not None else None
        name = (
            f"{material.words.levels[0]}\N{NO-BREAK SPACE}{goal.label}"
            if goal.label
            else material.set(goal.title)
        )
        rows.append((name, material.set(goal.title), goal.weight, goal.result, percent))
    share = _percent(made.total, made.weight) if made.total is not None and made.weight else None
    rows.append((say(_("In all")), "", made.weight, made.total, share))
    alt = say(_("A bar for each goal: the share of its weight that was reached.")) + " "
    alt += "; ".join(
        say(
            _("%(goal)s: %(result)s of %(weight)s"),
            goal=goal.label, result=exactly(goal.result, language), weight=exactly(goal.weight, language),
        )
        for goal in known
    )  # fmt: skip
    return Picture(
        say(_("How much of each goal was reached")),
        f"{alt.rstrip()}." if known else say(_("No goal has a result yet.")),
        Chart("bars", "goal", "share", scale=(Decimal(0), Decimal(100))),
        Table(say(_("Goals, weights and results")), columns, tuple(rows), total_rows=(len(rows) - 1,)),
    )


def _percent(part: Decimal | int, whole: Decimal | int) -> Decimal:
    return (Decimal(100) * Decimal(part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
