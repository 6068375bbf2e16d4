"""A house whose doors read a clock that stands still, for pages whose words must not change."""

import sys
from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import timezone

OURS = ("centre.", "intake.", "treatment.", "followup.", "complaints.", "reporting.", "config.")


def stand_still(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """Every door of ours sees this moment, in the live server's threads too."""
    follow(monkeypatch, lambda: at)


def follow(monkeypatch: pytest.MonkeyPatch, clock: Callable[[], datetime]) -> None:
    """Every door of ours sees what this clock says."""
    import config.urls  # noqa: F401 - loads every view

    for name, module in list(sys.modules.items()):
        if name.startswith(OURS) and getattr(module, "now", None) is not None:
            monkeypatch.setattr(module, "now", clock)
    assert timezone.now() != clock()
