"""The timetable wakes tasks that exist, and every task is woken by it."""

from django.conf import settings

from config import celery_app


def test_the_timetable_and_the_tasks_are_the_same() -> None:
    celery_app.loader.import_default_modules()
    ours = {name for name in celery_app.tasks if not name.startswith("celery.")}
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} == ours
