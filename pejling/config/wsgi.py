"""The entry for a WSGI server. Refuses to serve real data with a setting left out (production.py)."""

import os

from django.core.wsgi import get_wsgi_application

from pejling.config import production

production.require()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
application = get_wsgi_application()
