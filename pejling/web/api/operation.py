"""How every operation of the API is declared: its answer, its refusals, and the parameters it knows."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from ninja import Router

from pejling.web.api.schemas import Problem

#: the statuses every operation may answer with beside 200
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem, 503: Problem}
#: name of the address -> the parameters it may have after its "?"
PARAMETERS: dict[str, frozenset[str]] = {}


class UnknownParameter(ValueError):
    """A parameter the operation doesn't have; a misspelt one mustn't silently give another figure."""

    def __init__(self, names: list[str], known: list[str]) -> None:
        super().__init__(names)
        self.names, self.known = names, known


def read(
    router: Router, path: str, answer: Any, name: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a question that is answered with ``answer``, at the address called ``name``."""

    def declared(view: Callable[..., Any]) -> Callable[..., Any]:
        in_path = set(re.findall(r"{(\w+)}", path))
        PARAMETERS[name] = frozenset(inspect.signature(view).parameters) - in_path - {"request"}
        return router.get(path, response={200: answer, **REFUSALS}, url_name=name)(view)

    return declared


def check_parameters(name: str, given: Any) -> None:
    """Raise UnknownParameter for what the operation of that name doesn't know."""
    known = PARAMETERS[name]
    if unknown := sorted(set(given) - known):
        raise UnknownParameter(unknown, sorted(known))
