"""What every page knows of the council, and the same page in the other language."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now
from django.utils.translation import get_language

from centre.calendar import danish_day
from centre.standard import queries


def council(request: HttpRequest) -> dict[str, Any]:
    """The council of the standard in force today; asked for only by pages that show it."""
    return {
        # Called where a page first names it; a lazy object would be asked again for each word.
        "council": cache(lambda: queries.council_card(danish_day(now()))),
        "other_language": SimpleLazyObject(lambda: _other_language(request)),
    }


def _other_language(request: HttpRequest) -> dict[str, str]:
    """The same page in the other language, without whatever stands after its address."""
    code, name = next(
        (code, name) for code, name in settings.LANGUAGES if code != (get_language() or "da")[:2]
    )
    return {"code": code, "name": name, "url": translate_url(request.path, code)}
