"""What the search looks in, in the order it is shown. A new kind of thing is found by a provider added here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pejling.web.pages.search.deliveries import find_deliveries
from pejling.web.pages.search.figures import find_figures
from pejling.web.pages.search.hits import Provider
from pejling.web.pages.search.pages import find_pages
from pejling.web.pages.search.results import find_results
from pejling.web.pages.search.students import find_classes, find_students
from pejling.web.pages.search.users import find_users

PROVIDERS = (
    Provider(_("Pages"), find_pages),
    Provider(_("Figures"), find_figures, "see_figures"),
    Provider(_("Results"), find_results, "see_results"),
    Provider(_("Classes"), find_classes, "see_persons"),
    Provider(_("Students"), find_students, "see_persons"),
    Provider(_("Deliveries"), find_deliveries, "see_quarantine"),
    Provider(_("Users"), find_users, "manage_people"),
)
