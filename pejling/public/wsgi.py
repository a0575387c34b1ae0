"""The entry for another WSGI server than ours: ``pejling.public.wsgi:application``, with PEJLING_PUBLIC set."""

from pejling.public import alone
from pejling.public.application import Public
from pejling.public.settings import read

alone.shut()
application = Public(read())
