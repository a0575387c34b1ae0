"""What every verb needs of the console: words to stderr, results to stdout, the school, dates, errors in words."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

from pejling.base.organisations.lock import Busy
from pejling.base.organisations.models import Organisation
from pejling.base.organisations.queries import school_named, schools


class Refused(Exception):
    """The verb can't be done; the text says why and how to mend it."""

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.exit_code = exit_code


def say(text: str) -> None:
    """A line for the user, beside the result."""
    sys.stderr.write(text + "\n")


def show(text: str) -> None:
    """A line of the result."""
    sys.stdout.write(text + "\n")


def show_json(thing: Any) -> None:
    """The result as JSON."""
    show(json.dumps(thing, ensure_ascii=False, indent=1))


def iso_date(text: str) -> date:
    """An argument's date; argparse words the error."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("%(text)r is not a date: write year-month-day, such as 2025-03-04") % {"text": text}
        ) from None


def chosen_school(name: str | None) -> Organisation:
    """The school named, or the only one; Refused (2) where there is none or a choice must be made."""
    try:
        return school_named(name)
    except Organisation.DoesNotExist:
        known = ", ".join(school.name for school in schools())
        if not known:
            raise Refused(no_installation(), 2) from None
        raise Refused(
            _("There is no organisation called %(name)r. There is: %(known)s")
            % {"name": name, "known": known},
            2,
        ) from None
    except Organisation.MultipleObjectsReturned:
        known = ", ".join(school.name for school in schools())
        raise Refused(
            _("Say which organisation with --organisation: %(known)s") % {"known": known}, 2
        ) from None


def no_installation() -> str:
    """What to do first."""
    return _("There is no installation yet. Make one with: pejling setup --organisation NAME --admin EMAIL")


@contextmanager
def installed() -> Iterator[None]:
    """Around whatever needs the database: says in words that it isn't set up, or is busy."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error) or "unable to open" in str(error):
            raise Refused(no_installation(), 2) from None
        raise
    except Busy:
        raise Refused(
            _("Another delivery is being received for this organisation. Try again when it is done."), 1
        ) from None


def add_organisation(parser: argparse.ArgumentParser) -> None:
    """The option --organisation."""
    parser.add_argument("--organisation", metavar="NAME", help=_("needed where the installation has several"))
