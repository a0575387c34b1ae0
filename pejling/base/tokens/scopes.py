"""What an access key may be used for. Never for persons: no scope gives a verb that shows one. Imports no models."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

#: verb -> what it lets a program read; a key acts as its owner, and never with more than the owner may
SCOPES = {
    "see_figures": _("Figures and snapshots"),
    "see_results": _("Key figures that others publish"),
    "see_small_counts": _("Also counts from 1 to 4"),
}
#: How long a key may live, in days; at most a year.
LIFETIMES = (30, 90, 180, 365)
