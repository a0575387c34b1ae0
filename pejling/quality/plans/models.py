"""Plans and their parts; actions stand by themselves, because one action may serve several plans (X3)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from pejling.base.organisations.models import Organisation
from pejling.quality.plans.dated import DATED_FIELDS, Dated
from pejling.quality.plans.weighed import WEIGHED_FIELDS, Weighed


class Plan(models.Model):
    """One plan of a kind in ``catalogue/plan_kinds``. ``revision`` counts changes: who saves an old one is told."""

    PERSONAL = frozenset({"board_by", "made_by", "adopted_by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "kind", "title", "about", "period_from", "period_to", "state", "revises",
            "revises_text", "adopted_on", "board_text", "board_day", "approved_on", "payout", "made_at", "revision",
        }
    )  # fmt: skip

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        HEARING = "hearing", _("In consultation")
        ADOPTED = "adopted", _("Adopted")
        EVALUATED = "evaluated", _("Evaluated")
        CLOSED = "closed", _("Closed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    about = models.TextField(blank=True)
    period_from = models.DateField()
    period_to = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    revises = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="revised_by"
    )
    revises_text = models.CharField(max_length=300, blank=True)  # an earlier plan that isn't here
    adopted_on = models.DateField(null=True, blank=True)
    adopted_by = models.UUIDField(null=True)
    board_text = models.TextField(blank=True)
    board_by = models.CharField(max_length=200, blank=True)
    board_day = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    payout = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)  # per cent
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-period_from", "title"]
        constraints = [
            models.CheckConstraint(name="plan_period_in_order", condition=Q(period_to__gte=F("period_from"))),
            models.CheckConstraint(
                name="plan_payout_is_a_share",
                condition=Q(payout__isnull=True) | Q(payout__gte=0, payout__lte=100),
            ),
            models.CheckConstraint(
                name="plan_adopted_has_date",
                condition=Q(state__in=["draft", "hearing"]) | Q(adopted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Partner(models.Model):
    """One of those who share a plan; ``part``: the municipality or department it is here, where there is one."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "uuid", "organisation", "plan", "position", "name", "part"})

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=200)
    part = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(name="partner_once", fields=["plan", "name"])]

    def __str__(self) -> str:
        return self.name


class Goal(Weighed):
    """A goal, focus area, guidepost or theme: what it is called is said by the kind of plan and its depth."""

    PERSONAL = frozenset({"judgement_by"})
    HARMLESS = WEIGHED_FIELDS | {
        "uuid", "plan", "parent", "title", "description", "reason", "concerns", "revision",
    }  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    concerns = models.CharField(max_length=60, blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()


class Reference(models.Model):
    """A document outside the plan, of a goal or (``goal`` null) of the plan as a whole."""

    PERSONAL = frozenset()
    HARMLESS = frozenset({"id", "organisation", "plan", "goal", "position", "title", "day", "link", "note"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="references")
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="references")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=500)
    day = models.CharField(max_length=80, blank=True)  # as said
    link = models.URLField(max_length=500, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Measure(Weighed):
    """What a goal is measured by. ``indicator`` and ``rule`` are as a plan's file says them (docs/plans.md)."""

    PERSONAL = frozenset({"judgement_by"})
    HARMLESS = WEIGHED_FIELDS | {
        "uuid", "goal", "title", "description", "indicator", "baseline", "target", "unit", "rule", "taken",
        "revision",
    }  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="measures")
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    indicator = models.JSONField(null=True, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=6, null=True, blank=True)
    unit = models.CharField(max_length=80, blank=True)
    rule = models.JSONField(null=True, blank=True)
    taken = models.JSONField(default=list, blank=True)  # the figures that were taken into the rule
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something that is done: one state and one history, however many plans it serves."""

    PERSONAL = frozenset({"owner", "owner_user", "made_by"})
    HARMLESS = frozenset(
        {
            "id", "uuid", "organisation", "title", "description", "needed_change", "operational_goal", "strategy",
            "involved", "evaluation_plan", "expected_effect", "state", "approach", "reach", "internal", "moves",
            "made_at", "revision",
        }
    )  # fmt: skip

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        PAUSED = "paused", _("Paused")
        STOPPED = "stopped", _("Stopped")

    class Approach(models.TextChoices):
        PREVENTIVE = "preventive", _("Preventive")
        ANTICIPATORY = "anticipatory", _("Anticipatory")
        INTERVENING = "intervening", _("Intervening")

    class Reach(models.TextChoices):
        ALL = "all", _("For all")
        GROUP = "group", _("For a group")
        ONE = "one", _("For one")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="actions")
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    needed_change = models.TextField(blank=True)
    operational_goal = models.TextField(blank=True)
    strategy = models.TextField(blank=True)
    owner = models.CharField(max_length=300, blank=True)
    owner_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    involved = models.JSONField(default=list, blank=True)
    evaluation_plan = models.TextField(blank=True)
    expected_effect = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    approach = models.CharField(max_length=12, choices=Approach.choices, blank=True)
    reach = models.CharField(max_length=6, choices=Reach.choices, blank=True)
    internal = models.BooleanField(default=False)
    moves = models.JSONField(default=list, blank=True)  # the figures it is meant to move
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            # What is done for one person is never public by default: it must not identify anybody.
            models.CheckConstraint(
                name="action_for_one_is_internal", condition=~Q(reach="one") | Q(internal=True)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Placing(Weighed):
    """An action's place under a goal: each plan weighs it on its own."""

    PERSONAL = frozenset({"judgement_by"})
    HARMLESS = WEIGHED_FIELDS | {"uuid", "goal", "action", "rule", "revision"}

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="placings")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="placings")
    rule = models.JSONField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta(Weighed.Meta):
        constraints = [
            *Weighed.Meta.constraints,
            models.UniqueConstraint(name="placing_once_under_a_goal", fields=["goal", "action"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.action_id}"


class SubAction(Dated):
    """A part of an action with a state of its own. ``when`` is kept as said."""

    PERSONAL = frozenset({"owner"})
    HARMLESS = DATED_FIELDS | {"id", "organisation", "action", "position", "title", "state"}

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="sub_actions")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=Action.State.choices, default=Action.State.PLANNED)
    owner = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Milestone(Dated):
    """Something that happens ``when`` (as said), of a plan or of an action. ``done_on``: reminders stop."""

    PERSONAL = frozenset()
    HARMLESS = DATED_FIELDS | {
        "id", "uuid", "organisation", "plan", "action", "position", "title", "done_on",
    }  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="milestones")
    action = models.ForeignKey(
        Action, null=True, blank=True, on_delete=models.CASCADE, related_name="schedule"
    )
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=500)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(name="milestone_by_last_day", fields=["organisation", "last_day"])]
        constraints = [
            models.CheckConstraint(
                name="milestone_of_plan_or_action",
                condition=Q(plan__isnull=True, action__isnull=False)
                | Q(plan__isnull=False, action__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Addendum(models.Model):
    """What was added to an action after its plan was published."""

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset({"id", "organisation", "action", "day", "text"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="addenda")
    day = models.DateField()
    text = models.TextField()
    by = models.UUIDField(null=True)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day}"


class FollowUp(models.Model):
    """What was found when an action was followed up, on what evidence, and what was decided.

    ``figures``: values as they were that day, as a plan's file says them (docs/plans.md).
    """

    PERSONAL = frozenset({"by"})
    HARMLESS = frozenset(
        {
            "id",
            "uuid",
            "organisation",
            "action",
            "day",
            "narrative",
            "evidence",
            "figures",
            "decision",
            "revision",
        }
    )

    class Decision(models.TextChoices):
        CONTINUE = "continue", _("Continue")
        ADJUST = "adjust", _("Adjust")
        STOP = "stop", _("Stop")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="follow_ups")
    day = models.DateField()
    narrative = models.TextField()
    evidence = models.TextField(blank=True)
    figures = models.JSONField(default=list, blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    by = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day}"


class Commitment(models.Model):
    """What one partner does about a theme; only that partner's people change it. "Not chosen" is a state."""

    PERSONAL = frozenset({"people"})
    HARMLESS = frozenset({"id", "uuid", "organisation", "goal", "partner", "text", "state", "revision"})

    STATES = [*Action.State.choices, ("not_chosen", _("Not chosen"))]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="commitments")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="commitments")
    text = models.TextField(blank=True)
    people = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=10, choices=STATES, default=Action.State.PLANNED)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["partner__position", "id"]
        constraints = [models.UniqueConstraint(name="commitment_once", fields=["goal", "partner"])]

    def __str__(self) -> str:
        return f"{self.partner_id}: {self.state}"
