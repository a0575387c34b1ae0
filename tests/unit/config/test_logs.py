"""A log line tells what went wrong and where, and nothing about a person, however the person came into it."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from pejling.config import logs

NAME, NUMBER, MAIL, CPR = "Ævar Østergaard", "D20413377", "aevar@elev.example.dk", "010101-0000"
PERSONAL = [NAME, "Østergaard", NUMBER, MAIL, "aevar", CPR]
SCHOOL = "3f0c9f0e-6a8e-4f40-9f3c-1d2e3f4a5b6c"


class StrangeError(Exception):
    """Quotes what it was given, as the database does."""


def record(
    message: object, *arguments: object, error: BaseException | None = None, **extra: object
) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("pejling.flows.take_in", logging.ERROR, __file__, 1, message, arguments, info)
    made.__dict__.update(extra)
    return made


def raised() -> BaseException:
    """An exception with another behind it, both of which quote a row."""
    try:
        try:
            raise ValueError(f"Key (email)=({MAIL}) already exists for {NAME}")
        except ValueError as first:
            raise StrangeError(f"row 17: {NUMBER} {CPR}") from first
    except StrangeError as second:
        return second


RECORDS = [
    record("the row of %s (%s) can't be read", NAME, NUMBER),
    record("the row of %(name)s: %(mail)s", {"name": NAME, "mail": MAIL}),
    record("%s: %s", "Not Found", f"/schools/{SCHOOL}/retention/?student={NUMBER}&name=Østergaard"),
    record("Error handling request %s", f"/somewhere/{NUMBER}/{NAME}?q={MAIL}"),
    record(f"put together before logging: '{NAME}', {MAIL}, {CPR} and {NUMBER[1:]}\n{NAME}"),
    record("it failed: %s", raised()),
    record("it failed", error=raised()),
    record("a number where words want text: %d", NAME),
    record(ValueError("no words at all")),
]


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("made", RECORDS, ids=lambda r: str(r.msg)[:30])
def test_nothing_about_a_person_is_logged(style: str, made: logging.LogRecord) -> None:
    form = logs.JsonLines() if style == "json" else logs.Lines()
    line = form.format(made)
    for text in PERSONAL:
        assert text not in line
        assert json.dumps(text)[1:-1] not in line


def test_what_helps_to_mend_it_is_logged() -> None:
    line = json.loads(
        logs.JsonLines().format(record("job %s of kind %s failed", SCHOOL, "deliveries.try", error=raised()))
    )
    assert line["message"] == f"job {SCHOOL} of kind deliveries.try failed"
    assert line["level"] == "ERROR"
    kinds = [error["type"].rsplit(".", 1)[-1] for error in line["exceptions"]]
    assert kinds == ["StrangeError", "ValueError"]
    assert line["exceptions"][0]["places"][-1].startswith("tests/unit/config/test_logs.py:")
    assert line["exceptions"][0]["places"][-1].endswith(" raised")
    found = json.loads(
        logs.JsonLines().format(record("%s: %s", "Not Found", f"/schools/{SCHOOL}/retention/?x=1"))
    )
    assert found["message"] == "Not Found: /schools/<uuid:school>/retention/"
    asked = record("request", route="/health/", status=200, ms=3)
    assert "route=/health/ status=200 ms=3" in logs.Lines().format(asked)


def test_lines_are_whole_where_nobody_exists() -> None:
    text = logs.Lines(complete=True).format(record("the row of %s", NAME, error=raised()))
    assert NAME in text and NUMBER in text


def test_the_style_is_said_in_words_that_are_known(capsys) -> None:
    with pytest.raises(ValueError, match="write text or json"):
        logs.configuration("xml", complete=False, requests=False)
    # Each name in the configuration is one that Python's logging can find.
    assert sys.modules["pejling.config.logs"].JsonLines is logs.JsonLines
    logging.config.DictConfigurator(logs.configuration("json", complete=False, requests=True))
