"""The entry for a WSGI server. Refuses to serve real data with a setting left out (production.py)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from pejling.config import production

production.require()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
application = get_wsgi_application()

# Python looks for what could be thrown away after every 700 new things unless told otherwise; a page of a plan of
# 1,000 actions makes tens of thousands (docs/benchmarks.md).
gc.set_threshold(100_000, 50, 100)
