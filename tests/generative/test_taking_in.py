"""Whatever lines a document has, in whatever order: none is lost, and the draft is a plan that can be read."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import read_plan
from pejling.analysis.plans.taking_in.originals import of_text
from pejling.analysis.plans.taking_in.taking import take_in
from pejling.analysis.plans.writing import write_plan
from tests.unit.analysis.plans.taking_in.tracing import lost

KINDS = plan_kinds()
WORDS = st.sampled_from(
    "skolen elever Fravær trivsel møde oplæring i og 2021 12 løbende marts LUU 4,5 besøg (kort) uge:".split()
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
CUES = st.sampled_from(
    [
        *(
            "Indsatsområde 1: ",
            "Indsatsområde 2: ",
            "Pejlemærke 1",
            "Tema 1.a ",
            "Tiltag/handling ",
            "Tiltag: ",
            "Mål 3 ",
        ),
        *(
            "1. ",
            "2. ",
            "a. ",
            "b. ",
            "- ",
            "• ",
            "o ",
            "Refererer til:",
            "Måles på:",
            "Beskrivelse",
            "Tidsplan: ",
        ),
        *(
            "Evalueringsplan for tiltag/",
            "handling ",
            "Ansvarlig: ",
            "Status: ",
            "Vægt: ",
            "Parter:",
            "Vores mål",
            "Begrundelse:",
        ),
        *(
            "30% ",
            "30% 12,5%",
            "I alt 100% 75%",
            "https://example.org/a",
            "Skolens fokusområder",
            "Succeskriterier:",
        ),
        *("Indledning", "Opgaver:", "Resultat: ", "Det forventes, at ", "Målgruppe: ", "", ""),
        *(
            "Vægt:",
            "Resultatopnåelse:",
            "lndsatsområde 3 ",
            "Mål: ",
            "Ansv.: ",
            "> ",
            "Hej alle",
            "Mvh",
            "- 2 -",
        ),
        *(
            "TRYG START",
            "Vedtaget af bestyrelsen ",
            "Succeskriterium: Alle. Ansvarlig: Ib. Tidsplan: ",
            "Øvrigt: ",
        ),
    ]
)
ENDS = st.sampled_from(
    [
        "",
        "",
        ".",
        ":",
        " (Ib, uge 12)",
        " - ansvarlig: LUU",
        ", senest 1. maj",
        " (5%)",
        " (2 x 2,5 %)",
        "-",
        ",",
    ]
)
LINES = st.tuples(CUES, SENTENCES | st.just(""), ENDS).map("".join)
GAPS = st.sampled_from(["\n", "\n", "\n\n", "\n\n\n", "\n\n\n\n", "\n\f"])
DOCUMENTS = st.lists(st.tuples(LINES, GAPS).map("".join), max_size=25).map("".join)


@given(DOCUMENTS, st.sampled_from(["", *KINDS]))
def test_no_line_is_lost(words: str, kind: str) -> None:
    original = of_text(words)
    draft = take_in(original, KINDS, date(2021, 5, 1), kind)
    assert lost(original, draft) == []


@given(DOCUMENTS, st.sampled_from(["", *KINDS]))
def test_the_draft_reads_the_same_from_its_file(words: str, kind: str) -> None:
    plan = take_in(of_text(words), KINDS, date(2021, 5, 1), kind).plan
    found = read_plan(write_plan(plan))
    assert found.errors == ()
    assert found.plan == plan


@given(st.text(max_size=400))
def test_any_text_at_all(words: str) -> None:
    original = of_text(words)
    draft = take_in(original, KINDS, date(2021, 5, 1))
    assert lost(original, draft) == []
    assert read_plan(write_plan(draft.plan)).errors == ()
