"""The web server's entrance: what every page needs is there before the workers part."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Else each worker would import the pages at its first visitor, who waits, and keep them for itself.
import_module(settings.ROOT_URLCONF)
# What is there now stays: a collector that went through it would unshare it, page by page.
gc.collect()
gc.freeze()
