"""Users, who log in with their e-mail address, and their memberships of a school: each a role, dated and scoped."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from pejling.base.accounts.roles import CHOICES, ROLES, Role
from pejling.base.accounts.scopes import DIMENSIONS
from pejling.base.organisations.models import Organisation


class UserManager(BaseUserManager):
    """Finds users by e-mail address without regard to case."""

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser):
    """A person who logs in; ``email`` is kept in lower case."""

    PERSONAL = frozenset({"email", "name", "password", "last_login", "uuid"})
    HARMLESS = frozenset({"id", "is_active", "is_demo", "joined_at"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class MembershipQuerySet(models.QuerySet):
    """Memberships by time."""

    def in_force(self, day: date | None = None) -> MembershipQuerySet:
        """Those that give access on that day (today): begun, not past, not ended."""
        day = day or localdate()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            ended_at__isnull=True,
        )

    def to_come(self, day: date | None = None) -> MembershipQuerySet:
        """Those that begin later."""
        return self.filter(valid_from__gt=day or localdate(), ended_at__isnull=True)


class Membership(models.Model):
    """A user's role at a school from a day to a day (both included), held to its scopes.

    A user may have several at once. ``origin`` says whether it was given by hand or follows a claim of the school's
    log-in server. A membership is ended, never deleted: who could see what, and when, stays known.
    """

    PERSONAL = frozenset({"user", "uuid"})
    HARMLESS = frozenset(
        {"id", "organisation", "role", "valid_from", "valid_to", "ended_at", "origin", "made_at"}
    )

    class Origin(models.TextChoices):
        HAND = "hand", _("given by hand")
        CLAIM = "claim", _("follows the log-in server")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=CHOICES)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.HAND)
    made_at = models.DateTimeField(default=now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "role", "id"]
        constraints = [
            models.CheckConstraint(name="membership_known_role", condition=Q(role__in=sorted(ROLES))),
            models.CheckConstraint(
                name="membership_valid_dates",
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def role_class(self) -> Role:
        return ROLES[self.role]


class Scope(models.Model):
    """One value that a membership is held to: a part of the school, or a text as the school's files write it."""

    # Initials and student numbers tell of persons; which dimension it is, doesn't.
    PERSONAL = frozenset({"value"})
    HARMLESS = frozenset({"id", "organisation", "membership", "dimension", "part"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="scopes")
    dimension = models.CharField(max_length=20)
    part = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["dimension", "value", "part__name", "id"]
        constraints = [
            models.CheckConstraint(
                name="scope_known_dimension", condition=Q(dimension__in=sorted(DIMENSIONS))
            ),
            models.CheckConstraint(
                name="scope_part_or_value",
                condition=Q(part__isnull=False, value="") | (Q(part__isnull=True) & ~Q(value="")),
            ),
            models.UniqueConstraint(
                name="scope_part_once",
                fields=["membership", "dimension", "part"],
                condition=Q(part__isnull=False),
            ),
            models.UniqueConstraint(
                name="scope_value_once", fields=["membership", "dimension", "value"], condition=~Q(value="")
            ),
        ]

    def __str__(self) -> str:
        return self.part.name if self.part_id else self.value
