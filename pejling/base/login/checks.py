"""`manage.py check`: is login.yaml in order?"""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from pejling.analysis.strict_fields import FieldError
from pejling.base.login.other_systems.systems import read_systems


@register()
def login_file(**_kwargs: Any) -> list[Error]:
    """What is wrong with the file, and where."""
    try:
        read_systems()
    except (FieldError, OSError, UnicodeError) as error:
        return [Error(f"login.yaml can't be used: {error}", hint="See docs/log-in.md.", id="login.E001")]
    return []
