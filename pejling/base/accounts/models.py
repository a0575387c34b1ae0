"""Users, who log in with their e-mail address, and their membership of a school in a role."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from pejling.base.accounts.roles import CHOICES, ROLES, Role
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


class Membership(models.Model):
    """A user's role at a school; for roles by department also which."""

    PERSONAL = frozenset({"user"})
    HARMLESS = frozenset({"id", "organisation", "role", "departments"})

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=CHOICES)
    departments = models.ManyToManyField(Organisation, blank=True, related_name="+")

    class Meta:
        ordering = ["organisation__name", "role"]
        constraints = [
            models.UniqueConstraint(name="membership_once", fields=["user", "organisation"]),
            models.CheckConstraint(name="membership_known_role", condition=models.Q(role__in=sorted(ROLES))),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.role})"

    @property
    def role_class(self) -> Role:
        return ROLES[self.role]
