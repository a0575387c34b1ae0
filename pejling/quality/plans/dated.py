"""What happens when somebody said it does: the words, and beside them the days they span.

The days are an index, never typed: ``spans`` keeps them whenever the words or a plan's period change, so that lists,
reminders and calendars ask the database and understand no dates themselves.
"""

from __future__ import annotations

from django.db import models

DATED_FIELDS = frozenset({"when", "first_day", "last_day", "recurring"})


class Dated(models.Model):
    """``first_day`` null: not understood, or nothing was said. ``last_day`` null beside it: without an end.

    ``recurring``: "" or what it recurs by (see ``fuzzy_dates.When``); the days are then those of the whole period.
    """

    when = models.CharField(max_length=200, blank=True)  # as said
    first_day = models.DateField(null=True, blank=True, editable=False)
    last_day = models.DateField(null=True, blank=True, editable=False)
    recurring = models.CharField(max_length=20, blank=True, editable=False)

    class Meta:
        abstract = True
