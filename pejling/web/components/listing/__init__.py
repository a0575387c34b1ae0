"""Every list of the product: filters, sorting, columns, pages, Excel and print, all kept in the address.

A page declares its columns and filters and asks ``listing(...)``; ``answer(...)`` renders it, or hands over Excel.
See docs/lists.md.
"""

from pejling.web.components.listing.columns import Column
from pejling.web.components.listing.filters import Choice, Dates, Text, YesNo
from pejling.web.components.listing.listing import Empty, Listing, listing
from pejling.web.components.listing.remembered import answer, back_to

__all__ = ["Choice", "Column", "Dates", "Empty", "Listing", "Text", "YesNo", "answer", "back_to", "listing"]
