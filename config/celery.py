"""The Celery application. Beat only wakes the house: all truth is in Postgres."""

import gc
import os

from celery import Celery
from celery.signals import celeryd_after_setup

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("traedesten")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def share_memory(**_sent: object) -> None:
    """Before the worker forks: what is loaded by now stays one memory, shared by its children.

    The collector writes into every object that it looks at, and a page that is written to is copied.
    """
    gc.collect()
    gc.freeze()


celeryd_after_setup.connect(share_memory)
