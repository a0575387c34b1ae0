"""Help with publishing: see ``help``."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: name of the address -> paragraphs
HELP: dict[str, tuple[str | Promise, ...]] = {
    "publications": (
        _(
            "Each publication has an address that always has its newest edition, and one for each edition that never "
            "changes. What is withdrawn keeps its addresses, and they say so."
        ),
    ),
    "publications_site": (
        _(
            "Public bodies must state how accessible their sites are. The statement is made with the tool of the "
            "Agency for Digital Government; the page here says the same in short and links to it."
        ),
    ),
    "publishing": (
        _(
            "A report is frozen from the plan as it is now: what is changed in the plan later is another edition. "
            "Internal actions, remarks and fields that the kind of plan doesn't make public never get into it."
        ),
        _(
            "The report is looked through for CPR-like numbers, telephone and student numbers, e-mail addresses, "
            "names and words from internal texts. Each of them is mended in the plan, or accepted by somebody with a "
            "reason, which is kept. The finished files are looked through once more."
        ),
    ),
    "figures_publishing": (
        _(
            "What is told here is chosen once for each set of released data, for all figures together: what one "
            "table hides can't be worked out from another, nor from what readers without small counts see in Pejling."
        ),
        _(
            "Newer data are told when they are released, once a year unless the installation says otherwise. Results "
            "of others stand as they were published; internal ones are left out."
        ),
    ),
    "publishing_publish": (
        _(
            "Publishing is one act: readers have the old pages until the new ones are complete. If the machine stops "
            "in the middle, the old ones stay, and it is done again."
        ),
    ),
    "publishing_withdraw": (
        _(
            "Withdraw what is wrong or gives somebody away; what has only become old is followed by a new edition."
        ),
    ),
}
#: the key figures are published as a plan is
HELP |= {f"figures_{name}": HELP[name] for name in ("publishing_publish", "publishing_withdraw")}
