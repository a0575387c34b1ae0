"""The reviews of a running plan as parts of its report: what was concluded, theme by theme. *Pure.*

A review that isn't concluded is nobody's business yet. Who wrote it, and the partners' people, stay inside.
"""

from __future__ import annotations

from collections.abc import Iterator

from pejling.analysis.language import _
from pejling.analysis.plans.plan_model import Review, ReviewedTheme
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.report import Block, Column, Section, Table
from pejling.analysis.reports.typography import day


def review_sections(material: Material) -> list[Section]:
    """A section for each concluded review, the first one first; nothing where the kind doesn't make them public."""
    if not material.public("plan", "reviews"):
        return []
    concluded = [
        (place, one) for place, one in enumerate(material.plan.reviews) if one.concluded_on is not None
    ]
    return [_section(material, place, one) for place, one in sorted(concluded, key=lambda pair: pair[1].day)]


def _section(material: Material, place: int, review: Review) -> Section:
    inner = [
        _theme(material, theme, material.reviewed.get((place, number), ()))
        for number, theme in enumerate(review.themes)
    ]
    return Section(
        material.set(review.title),
        tuple(_about(material, review)),
        tuple(one for one in inner if one is not None),
    )


def _about(material: Material, review: Review) -> Iterator[Block]:
    say = material.say
    if review.summary:
        yield model.Paragraph(material.set(review.summary))
    told = {"day": day(review.day, material.language)}
    if review.participants:
        told["who"] = ", ".join(map(material.set, review.participants))
        yield model.Paragraph(say(_("Reviewed on %(day)s by: %(who)s."), **told))
    else:
        yield model.Paragraph(say(_("Reviewed on %(day)s."), **told))
    columns = (Column("theme", material.words.levels[-1]), Column("status", say(_("Status")), "state"))
    rows = tuple(
        (material.set(_name(theme)), theme.status or say(_("not assessed"))) for theme in review.themes
    )
    if rows:
        yield Table(say(_("How far each theme was")), columns, rows)


def _theme(material: Material, theme: ReviewedTheme, figures: tuple[model.Figure, ...]) -> Section | None:
    """What was said of a theme; None where nothing was."""
    say = material.say
    blocks: list[Block] = []
    for title, text in ((_("What has been done"), theme.done), (_("Assessment"), theme.assessment)):
        if text:
            blocks.append(model.Paragraph(f"{say(title)}: {material.set(text)}"))
    if theme.next_steps:
        blocks.append(model.Paragraph(say(_("Next steps:"))))
        blocks.append(model.Listing(tuple(map(material.set, theme.next_steps))))
    if figures:
        blocks.append(model.Figures(say(_("Figures")), figures))
    return Section(material.set(_name(theme)), tuple(blocks)) if blocks else None


def _name(theme: ReviewedTheme) -> str:
    return f"{theme.label} {theme.title}".strip()
