"""What a message says: neutral words, no place, no purpose, no link (ux T8, T36)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.post.choices import Text

TO_A_CITIZEN = (Text.RECEIPT, Text.REMINDER, Text.MOVED, Text.CANCELLED)


def _subject(text: str) -> str:
    if text in TO_A_CITIZEN:
        return _("Your appointment")
    return _("Something waits for you at work")


def letter(text: str, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a message in its language."""
    with override(language):
        shown = dict(facts)
        if "starts_at" in shown:
            moment = localtime(datetime.fromisoformat(shown["starts_at"]))
            shown["when"] = date_format(moment, "DATETIME_FORMAT")
        return _subject(text), render_to_string(f"post/{text}.txt", shown).strip() + "\n"
