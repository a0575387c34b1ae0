"""Every page's address. Pages of a school begin with its random id, so an address can be shared with colleagues."""

from django.urls import include, path

from pejling.web.api import v1
from pejling.web.pages.about import urls as about
from pejling.web.pages.account import urls as account
from pejling.web.pages.administration import urls as administration
from pejling.web.pages.audit import urls as audit
from pejling.web.pages.calendar import urls as calendar
from pejling.web.pages.consultation import urls as consultation
from pejling.web.pages.cycle import urls as cycle
from pejling.web.pages.deliveries import urls as deliveries
from pejling.web.pages.figures import urls as figures
from pejling.web.pages.health import urls as health
from pejling.web.pages.jobs import urls as jobs
from pejling.web.pages.letting_in import urls as letting_in
from pejling.web.pages.mails import urls as mails
from pejling.web.pages.mappings import urls as mappings
from pejling.web.pages.organisation import urls as organisation
from pejling.web.pages.people import urls as people
from pejling.web.pages.personal_data import urls as personal_data
from pejling.web.pages.plans import urls as plans
from pejling.web.pages.publishing import urls as publishing
from pejling.web.pages.results import urls as results
from pejling.web.pages.retention import urls as retention
from pejling.web.pages.search import urls as search
from pejling.web.pages.students import urls as students
from pejling.web.pages.tokens import urls as tokens

urlpatterns = [
    path("", include(account)),
    path("", include(about)),
    path("api/v1/", include(v1)),
    path("", include(health)),
    path("schools/<uuid:school>/retention/", include(retention)),
    path("schools/<uuid:school>/figures/", include(figures)),
    path("schools/<uuid:school>/students/", include(students)),
    path("schools/<uuid:school>/results/", include(results)),
    path("schools/<uuid:school>/plans/", include(plans)),
    path("", include(calendar)),
    path("schools/<uuid:school>/", include(publishing)),
    path("schools/<uuid:school>/", include(cycle)),
    path("schools/<uuid:school>/", include(consultation)),
    path("schools/<uuid:school>/data/", include(deliveries)),
    path("schools/<uuid:school>/data/mappings/", include(mappings)),
    path("schools/<uuid:school>/administration/", include(administration)),
    path("schools/<uuid:school>/people/", include(people)),
    path("schools/<uuid:school>/organisation/", include(organisation)),
    path("schools/<uuid:school>/administration/audit/", include(audit)),
    path("schools/<uuid:school>/administration/log-in/", include(letting_in)),
    path("schools/<uuid:school>/administration/mail/", include(mails)),
    path("schools/<uuid:school>/jobs/", include(jobs)),
    path("schools/<uuid:school>/personal-data/", include(personal_data)),
    path("schools/<uuid:school>/search/", include(search)),
    path("schools/<uuid:school>/access-keys/", include(tokens)),
]
