"""A plan as the report it is published as: self-evaluation, strategy, contract, school plan or training programme.

*Pure.* The same six parts for all: about the plan, where it stands, results, the goals, its reviews, what it rests
on. What each kind adds stands in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from pejling.analysis.language import _
from pejling.analysis.reports import report as model
from pejling.analysis.reports.building.contract import contract_sections
from pejling.analysis.reports.building.material import Material
from pejling.analysis.reports.building.overview import overview
from pejling.analysis.reports.building.parts import Parts
from pejling.analysis.reports.building.reviews import review_sections
from pejling.analysis.reports.building.strategy import strategy_sections
from pejling.analysis.reports.report import Block, Column, Report, Section, Table
from pejling.analysis.reports.typography import day


def report_of_plan(material: Material) -> Report:
    """The report of a plan of any kind."""
    parts = Parts(material)
    kind = material.kind
    sections = [about(material)]
    if kind.board and material.weighs:
        sections += contract_sections(material, parts)
    elif kind.partners:
        sections += strategy_sections(material)
    else:
        sections += overview(material, parts)
    sections += results(material)
    sections += parts.goals() or [nothing(material)]
    sections += review_sections(material)
    sections += rests_on(material, parts)
    title = material.words.title
    subtitle = title if title.lower() not in material.plan.title.lower() else ""
    return material.report(kind.key, title, material.plan.title, sections, subtitle=subtitle)


def about(material: Material) -> Section:
    """What the plan is, who is in it and what happens when."""
    return Section(material.say(_("About the plan")), tuple(_about(material)))


def _about(material: Material) -> Iterator[Block]:
    plan, say = material.plan, material.say
    yield model.Paragraph(material.set(plan.about or material.words.description), lead=True)
    if plan.revises:
        yield model.Paragraph(
            say(_("The plan takes the place of: %(plan)s."), plan=material.set(plan.revises).rstrip("."))
        )
    if plan.adopted_on:
        yield model.Paragraph(say(_("Adopted on %(day)s."), day=day(plan.adopted_on, material.language)))
    if plan.partners:
        yield model.Paragraph(say(_("Partners:")))
        yield model.Listing(tuple(map(material.set, plan.partners)))
    if plan.milestones:
        columns = (Column("what", say(_("What"))), Column("when", say(_("When"))))
        rows = tuple((material.set(one.title), material.set(one.when)) for one in plan.milestones)
        yield Table(say(_("The plan's dates")), columns, rows)


def results(material: Material) -> list[Section]:
    """Figures for the report as a whole."""
    return [Section(material.say(_("Results")), material.results)] if material.results else []


def nothing(material: Material) -> Section:
    """What an empty plan says of itself."""
    return Section(
        material.say(_("Goals")), (model.Paragraph(material.say(_("There are no goals in the plan yet."))),)
    )


def rests_on(material: Material, parts: Parts) -> list[Section]:
    """The documents behind the plan."""
    found = material.plan.references
    if not found:
        return []
    return [
        Section(material.say(_("What the plan rests on")), (model.References("", parts.references(found)),))
    ]
