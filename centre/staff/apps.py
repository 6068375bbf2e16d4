from typing import Any

from django.apps import AppConfig
from django.core import checks


class StaffConfig(AppConfig):
    name = "centre.staff"
    label = "staff"

    def ready(self) -> None:
        """Have nothing start while a page of the staff says not who may open it."""
        checks.register(_doors, checks.Tags.security)


def _doors(**_: Any) -> list[checks.CheckMessage]:
    from centre.staff.doors import without_door

    return [
        checks.Error(f"/{path} says not who may open it: its view has no door.", id="staff.E001")
        for path in without_door()
    ]
