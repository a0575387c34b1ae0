"""A small report that has something of everything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

from pejling.analysis.reports.report import (
    HIDDEN,
    Action,
    Chart,
    Column,
    Dated,
    Figure,
    Figures,
    Listing,
    Notice,
    Paragraph,
    Picture,
    Point,
    Reference,
    References,
    Report,
    Section,
    Step,
    Table,
)

BY_PROGRAMME = Table(
    title="Elever efter uddannelse",
    key="students",
    columns=(
        Column("programme", "Uddannelse"),
        Column("students", "Elever", "count", counts="students"),
        Column("left", "Afbrudt", "count", counts="students", of="students"),
        Column("share", "Andel", "percent", decimals=1, of="left"),
        Column("counted", "Opgjort", "date"),
    ),
    rows=(
        ("SSH", D(1234), D(120), D("9.7"), date(2025, 3, 4)),
        ("PAU", HIDDEN, HIDDEN, HIDDEN, None),
        ("SSA", D(40), D(0), D(0), date(2025, 3, 4)),
    ),
    note="Færre end 5 vises ikke.",
    source="Egen opgørelse",
)
CURVE = Table(
    title="Fastholdelse måned for måned",
    columns=(
        Column("month", "Måned", "number"),
        Column("share", "Stadig i gang", "percent", decimals=1),
        Column("lower", "Nedre grænse", "percent", decimals=1, of="share"),
        Column("upper", "Øvre grænse", "percent", decimals=1, of="share"),
    ),
    rows=tuple((D(m), D(100 - 3 * m), D(98 - 4 * m), D(100 - 2 * m)) for m in range(7)),
)
FIGURES = Figures(
    "Årets tal",
    (
        Figure(
            title="Afbrud efter 12 måneder",
            value=D("12.34"),
            unit="percent",
            source="Egen opgørelse",
            as_of=date(2025, 3, 4),
            n=1234,
            limits=(D("10.6"), D("14.3")),
            period="2024",
            definition="Andel, der har forladt uddannelsen senest 12 måneder efter start",
            key="dropout.gross.12",
            version="a1b2c3",
            counts="students",
        ),
        Figure(title="Afbrud på PAU", value=None, unit="percent", source="Egen opgørelse", hidden=True),
        Figure(title="ETU: trivsel", value=None, unit="gennemsnit, skala 1-5", source="ETU 2024"),
    ),
)
ACTION = Action(
    title="Styrket samarbejde med praksis",
    label="a",
    word="Tiltag",
    state="running",
    points=(
        Point("description", "Beskrivelse", "Skole og oplæring aftaler\nfælles overgange."),
        Point("needed_change", "Ændringsbehov", "=2+2 er ikke en formel"),
    ),
    owner="Uddannelseslederen",
    involved=("LUU", "Regionen"),
    schedule=(
        Step("Workshop", "16. september", date(2025, 9, 16), date(2025, 9, 16)),
        Step("Opfølgning", "løbende"),
    ),
    parts=(Step("Temadag", "uge 38", date(2025, 9, 15), date(2025, 9, 21), "done", "Skolen"),),
    addenda=(Dated(date(2025, 10, 1), "Flere kommuner er kommet med."),),
    follow_ups=(Dated(date(2025, 12, 1), "Det virker", "continue", "ETU 2025"),),
    approach="preventive",
    reach="all",
    weight=D("2.5"),
    result=D("2.50"),
)
REPORT = Report(
    kind="self_evaluation",
    kind_title="Selvevaluering",
    title="Selvevaluering 2025",
    organisation="Ågård Social- og Sundhedsskole",
    period=(date(2025, 1, 1), date(2025, 12, 31)),
    dated=date(2025, 3, 4),
    subtitle="Med opfølgningsplan",
    version=2,
    note="Tallene fra marts er kommet til.",
    sections=(
        Section(
            "Om rapporten",
            (
                Paragraph("Skolen ser hvert år på sine resultater.", lead=True),
                Notice("Få har svaret", "Kun 12 af 40 har svaret i 2024."),
                Listing(("Elever", "Virksomheder <&>")),
                Listing(("først", "så"), numbered=True),
            ),
        ),
        Section(
            "Indsatsområde 1: Frafald",
            (FIGURES, BY_PROGRAMME),
            (
                Section(
                    "Fastholdelse",
                    (
                        Picture(
                            "Stadig i gang efter start",
                            "Kurven falder fra 100 til 82 % på seks måneder.",
                            Chart("steps", "month", "share", "lower", "upper", scale=(D(0), D(100))),
                            CURVE,
                        ),
                    ),
                ),
                Section("Tiltag", (ACTION,)),
            ),
        ),
        Section(
            "Kilder",
            (
                References(
                    "Rapporten bygger på", (Reference("ETU 2024", "marts 2025", "https://example.org/etu"),)
                ),
            ),
        ),
    ),
)
