"""What the worker does before it forks."""

import gc

from celery.signals import celeryd_after_setup

from config.celery import app


def test_what_is_loaded_before_the_fork_is_left_alone_by_the_collector() -> None:
    assert gc.get_freeze_count() == 0
    try:
        answers = celeryd_after_setup.send(sender="worker", instance=None, conf=app.conf)
        assert [error for _receiver, error in answers if error] == []
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
