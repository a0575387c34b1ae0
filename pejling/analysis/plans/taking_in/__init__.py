"""Taking in a plan that exists as a document: a draft plan, and what in it wasn't understood. *Pure.*

``originals`` (a document as numbered pieces) -> ``outline`` (where goals and actions begin) -> ``reading`` and
``tables`` (what stands under them) -> ``finishing`` (a plan value) -> ``taking`` (the draft with its leftovers).
"""
