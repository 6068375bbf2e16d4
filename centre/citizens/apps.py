from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks

from centre import vault


class CitizensConfig(AppConfig):
    name = "centre.citizens"
    label = "citizens"

    def ready(self) -> None:
        """Have `migrate` and `check` stop before a key that seals nothing is used for a person."""
        checks.register(_keys, checks.Tags.security)


def _keys(**_: Any) -> list[checks.CheckMessage]:
    faults = vault.faults_of(settings.FIELD_KEYS, settings.INDEX_KEY)
    return [checks.Error(fault, id="citizens.E001") for fault in faults]
