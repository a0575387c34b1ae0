"""The gate's scanner: numbers of persons, names and internal words are found, and what belongs in a report isn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from pejling.analysis.gate.hit import Known, by_fingerprint
from pejling.analysis.gate.scan import crawl, scan
from pejling.analysis.plans.kinds import plan_kinds
from pejling.analysis.plans.plan_file import read_plan

EXAMPLES = Path(__file__).resolve().parents[4] / "examples"


def found(text: str, known: Known = Known(), *, owner: bool = False) -> list[tuple[str, str]]:  # noqa: B008
    return [(hit.kind, hit.text) for hit in scan([("place", text)], known, ["place"] if owner else ())]


@pytest.mark.parametrize(
    "text",
    [
        "010203-1234", "010203 1234", "0102031234", "01 02 03 - 1234", "01.02.03-1234", "010203\u20131234",
        "010203\u00a0-\u00a01234", "\uff10\uff11\uff10\uff12\uff10\uff13\uff0d\uff11\uff12\uff13\uff14",
        "610203-1234", "0\u00ad10203-1234",
    ],
)  # fmt: skip
def test_a_cpr_number_is_found_however_it_is_written_and_never_shown(text: str) -> None:
    (hit,) = scan([("place", f"Elev {text} er startet")], Known())
    assert (hit.kind, hit.refused) == ("cpr", True)
    assert not any(sign.isdigit() for sign in hit.text + hit.before + hit.after)


def test_a_birthday_with_dots_for_the_rest_is_one_too_but_may_be_something_else() -> None:
    (hit,) = scan([("place", "født 010203-xxxx")], Known())
    assert (hit.kind, hit.refused) == ("cpr", False)


@pytest.mark.parametrize(
    "text",
    [
        "99 elever, 2021-2022", "i 2021 2022", "20241201", "01122024", "1.234.567,89", "3,5 % af 12", "310203",
        "CVR 12345678", "CVR-nr.: 12345678", "24.12.2024", "999999-1234", "EAN 5790001234567", "lov nr. 12345678",
    ],
)  # fmt: skip
def test_other_numbers_are_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ring 12 34 56 78", "phone"), ("tlf. 12345678", "phone"), ("+45 12345678", "phone"), ("1234 5678", "phone"),
        ("tlf. 20241201", "phone"), ("+46 70 123 45 67", "phone"), ("anna.holm@skole.dk", "email"),
        ("anna (at) skole.dk", "email"), ("elevnr. 4711", "student_number"),
        ("Studienummer: A-0042", "student_number"),
    ],
)  # fmt: skip
def test_ways_to_reach_somebody(text: str, kind: str) -> None:
    assert [one for one, _text in found(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("uddannelsesleder Karen Kvist", "Karen Kvist"), ("Karen Kvist, uddannelsesleder", "Karen Kvist"),
        ("kontaktlærer Mette", "Mette"), ("v/ Søren", "Søren"), ("J. P. Hansen står for det", "J. P. Hansen"),
        ("Ngozi Adebayo har ansvaret", "Ngozi Adebayo"), ("af Maria al Hassan", "Maria al Hassan"),
        ("Иван Петров er ansvarlig", "Иван Петров"), ("محمد علي", "محمد علي"),
        ("Zoë Śmigły-Nowak", "Zoë Śmigły-Nowak"),
        ("Når Ole Odde kommer", "Ole Odde"),
    ],
)  # fmt: skip
def test_what_looks_like_a_name(text: str, name: str) -> None:
    assert found(text) == [("name", name)]


@pytest.mark.parametrize(
    "text",
    [
        "Rektor, uddannelseschef og LUU", "I Randers Kommune og Region Midtjylland", "SOSU Nord", "Vis Kvalitet",
        "Uddannelseslederne har ansvaret. De mødes ugentligt.", "α = 0,05 og χ²", "Den nye indsats",
        "Social- og Sundhedsskolen", "GF2 og HF",
    ],
)  # fmt: skip
def test_roles_and_organisations_are_no_names(text: str) -> None:
    assert found(text) == []
    assert found(text, owner=True) == []


def test_an_owner_that_is_a_first_name_alone_is_a_person() -> None:
    assert found("Mette", owner=True) == [("name", "Mette")]
    assert found("Mette") == []


def test_a_person_known_here_is_found_either_way_round_and_without_the_middle() -> None:
    known = Known(people=("Bodil Marie Vang",))
    for text in ("bodil vang", "Vang, Bodil", "BODIL MARIE VANG", "Vang Bodil"):
        assert [one for one, _text in found(f"se {text} her", known)] == ["name"], text
    assert found("Nordvang er et sted", known) == []


def test_what_the_school_is_called_may_stand() -> None:
    assert found("hos Nordre Fløj i Ådal") == [("name", "Nordre Fløj")]
    assert found("hos Nordre Fløj i Ådal", Known(fine=("Nordre Fløj",))) == []


NOTE = "Husk at to elever på holdet har klaget over underviseren i oktober, og at sagen ikke er afsluttet."


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        "… to elever på holdet har klaget over underviseren …",
        "To  elever på\nholdet HAR klaget over",
        "to elever på hol-\ndet har klaget over undervi-\nseren i oktober",
        "to elever på hol\u00addet har klaget over underviseren",
    ],
)  # fmt: skip
def test_internal_words_are_found_in_part_and_broken_over_lines(text: str) -> None:
    assert "internal" in {kind for kind, _text in found(text, Known(internal=(("remark", NOTE),)))}


def test_what_is_said_by_chance_is_not_internal() -> None:
    known = Known(internal=(("remark", NOTE), ("remark", "OK"), ("remark", "ja tak det")))
    assert found("Eleverne på holdet er glade. OK. ja tak det", known) == []
    assert found("Kun for huset", Known(internal=(("action", "Kun for huset"),))) == [
        ("internal", "Kun for huset")
    ]


def test_the_same_words_are_one_question_wherever_they_stand() -> None:
    hits = scan(
        [("a", "af Karen Kvist"), ("b", "hos karen kvist, KAREN KVIST")], Known(people=("Karen Kvist",))
    )
    assert [(len(same), len(hits)) for same in by_fingerprint(hits).values()] == [(3, 3)]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_raise_no_false_alarm(path: Path) -> None:
    """Five organisations' plans, written by roles: whatever is found in them would cost everybody a click."""
    plan = read_plan(path.read_text(encoding="utf-8")).plan
    assert plan is not None and plan.kind in plan_kinds()
    texts = [("", text) for text in path.read_text(encoding="utf-8").splitlines()]
    texts = [(place, text.split(":", 1)[-1]) for place, text in texts if not text.lstrip().startswith("#")]
    assert scan(texts, Known(fine=(plan.organisation, *plan.partners))) == []


def test_a_crawl_finds_internal_words_and_passes_what_was_accepted() -> None:
    known = Known(people=("Karen Kvist",), internal=(("remark", NOTE),))
    texts = [("a.pdf, 1", f"Karen Kvist siger: {NOTE}"), ("b.csv", "12345678;010203;Ukendt Navn")]
    assert {hit.kind for hit in crawl(texts, known)} == {"internal", "name"}
    assert {hit.kind for hit in crawl(texts, known, ["Karen  KVIST"])} == {"internal"}
    # A page break cuts an accepted sentence in two.
    assert crawl([("a.pdf, 1", "to elever på holdet har klaget over")], known, [NOTE]) == []
