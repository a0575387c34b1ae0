"""Where the house keeps something about one person: a walk along what every model declares as personal.

A model whose personal fields are reached by none of the ways below fails a test until its way is written here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet

from pejling.base.accounts.models import User
from pejling.base.organisations.models import Organisation

#: model -> how its personal fields are reached otherwise, or why they speak of nobody
OTHERWISE = {
    "deliveries.DeliveredFile": "kept_copies: the copy, row by row; the name is the school's own name of a file",
    "deliveries.QuarantinedRow": "the rows of the copy that it speaks of",
    "deliveries.ListedWarning": "the rows of the copy that it speaks of",
    "deliveries.UploadedFile": "uploads: discarded whole, and within a day at any rate",
    "accounts.Scope": "scopes: the value of the dimension 'student'; all of them through the membership",
    "login.Attempts": "a keyed hash that is removed within a day",
    "persons.PersonRequest": "the request itself: it forgets the person when it ends",
    **dict.fromkeys(
        ("plans.SubAction", "plans.Commitment", "plans.Goal", "plans.Measure", "plans.Placing"),
        "names that somebody wrote in a plan: mended there, as all of its text",
    ),
}
#: fields that are nobody's to read, not even the person's own: they would let somebody in
SECRET = frozenset({"password", "token_hash", "sealed", "data", "secret", "token", "digest", "session_key"})

_SIZE = 500


@cache
def of_students() -> tuple[type[models.Model], ...]:
    """The models whose rows belong to a student by the student's number."""
    return tuple(model for model in _ours() if "student" in model.PERSONAL and _has(model, "organisation"))


def rows_of_students(
    model: type[models.Model], organisation: Organisation, students: Iterable[str]
) -> list[QuerySet]:
    """The students' rows of one model, as queries of bearable length."""
    numbers = sorted(students)
    return [
        model.objects.filter(organisation=organisation, student__in=numbers[start : start + _SIZE])
        for start in range(0, len(numbers), _SIZE)
    ]


@cache
def of_users() -> tuple[tuple[type[models.Model], tuple[str, ...]], ...]:
    """The models that speak of a user, with the fields that say which: keys, ids in ``by``, addresses."""
    found = []
    for model in apps.get_models():
        fields = tuple(field.name for field in model._meta.get_fields() if _names_a_user(model, field))
        if fields:
            found.append((model, fields))
    return tuple(found)


def rows_of_user(
    model: type[models.Model], fields: tuple[str, ...], user: User, organisation: Organisation | None
) -> QuerySet:
    """The user's rows of one model; where it is about one school, only that school's."""
    wanted = Q()
    for name in fields:
        field = model._meta.get_field(name)
        value = user if field.is_relation else user.email if _is_email(field) else user.uuid
        wanted |= Q(**{f"{name}__iexact" if _is_email(field) else name: value})
    rows = model.objects.filter(wanted)
    if organisation is None or not _has(model, "organisation"):
        return rows
    owner = model._meta.get_field("organisation")
    return rows.filter(organisation=organisation if owner.is_relation else organisation.uuid)


def reached(model: type[models.Model]) -> frozenset[str]:
    """The personal fields that one of the ways reaches: all or none, since a row is reached as a whole."""
    users = {found for found, _fields in of_users()}
    if model in of_students() or model in users or model is User or model._meta.label in OTHERWISE:
        return model.PERSONAL
    return frozenset()


def _names_a_user(model: type[models.Model], field: models.Field) -> bool:
    if not getattr(field, "concrete", False) or model is User:
        return False
    if field.is_relation:
        return field.related_model is User
    if not model.__module__.startswith("pejling.") or field.name not in model.PERSONAL:
        return False
    # A user's id without a key: what was done stays when its doer goes.
    is_id = isinstance(field, models.UUIDField) and field.name != "uuid"
    return is_id or _is_email(field)


def _is_email(field: models.Field) -> bool:
    return isinstance(field, models.EmailField)


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("pejling.")]


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())
