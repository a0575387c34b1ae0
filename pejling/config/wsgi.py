"""The entry for a WSGI server. Refuses to serve real data with a setting left out (production.py)."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from pejling.config import production

production.require()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pejling.config.settings")
_django = get_wsgi_application()

# Python looks for what could be thrown away after every 700 new things unless told otherwise; a page of a plan of
# 1,000 actions makes tens of thousands (docs/benchmarks.md).
gc.set_threshold(100_000, 50, 100)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django's own, with room for its calls."""
    return _django(environ, start_response)


# Before 3.13 Python keeps the frames of calls in chunks of 16 kB, and gets and gives back a chunk whenever calls go
# to and fro across its end: a page whose template happens to loop there takes twice as long (CPython's issue 142183;
# measured in docs/benchmarks.md). A first frame of 66 kB has a chunk of 128 kB; the rest of it is enough for a page.
application.__code__ = application.__code__.replace(co_stacksize=8_400)
