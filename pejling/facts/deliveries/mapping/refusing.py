"""Where a mapping or code list is read, what is wrong with its YAML or fields becomes a `MappingError`. *Pure.*"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from pejling.analysis.strict_fields import FieldError
from pejling.facts.deliveries.problems import MappingError

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")


def refusing(reader: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """The reader, raising `MappingError` where it raised `FieldError`: same code, place and parameters."""

    @wraps(reader)
    def refuse(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
        try:
            return reader(*args, **kwargs)
        except FieldError as error:
            refused = MappingError(error.code, error.path, error.params)
        # Raised out here, so that no other error goes along in which the file's own text could stand unscrubbed.
        raise refused

    return refuse
