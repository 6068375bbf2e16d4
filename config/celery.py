"""The Celery application. Beat only wakes the house: all truth is in Postgres."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("traedesten")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
