from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class PostConfig(AppConfig):
    name = "centre.post"
    label = "post"

    def ready(self) -> None:
        """Have every command say at once that no letter could be printed."""
        checks.register(_fonts)


def _fonts(**_: Any) -> list[checks.CheckMessage]:
    if any(settings.LETTER_FONTS.glob("*.otf")):
        return []
    return [checks.Error("The fonts of the letters are missing: run `make setup`.", id="post.E001")]
