from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class AccountConfig(AppConfig):
    name = "centre.account"
    label = "account"

    def ready(self) -> None:
        """Have nothing start with a mapping that lets in whom it should not, or nobody."""
        checks.register(_mapping, checks.Tags.security)


def _mapping(**_: Any) -> list[checks.CheckMessage]:
    from centre.account.mapping import MappingError, roles_of

    if not settings.OIDC_ISSUER:
        return []
    try:
        roles_of(settings.OIDC_MAPPING)
    except MappingError as error:
        return [checks.Error(fault, id="account.E001") for fault in error.faults]
    return []
