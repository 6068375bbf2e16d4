"""What a message says: neutral words, no place, no purpose, no link (ux T8, T36)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from centre.post.choices import Change, LetterChannel, Text

OF_AN_APPOINTMENT = (Text.RECEIPT, Text.REMINDER, Text.MOVED, Text.CANCELLED)
OF_A_MESSAGE = (Text.NOTED, Text.NEWS)
TO_A_CITIZEN = (*OF_AN_APPOINTMENT, *OF_A_MESSAGE)


def _subject(text: str) -> str:
    if text in OF_AN_APPOINTMENT:
        return _("Your appointment")
    if text in OF_A_MESSAGE:
        return _("Your message")
    if text == Text.LOG_END:
        return _("Where the log ends today")
    if text == Text.LOGIN:
        return _("Your login at work")
    return _("Something waits for you at work")


def day(on: date) -> str:
    """A day as letters and pages write it: 4. januar 2027."""
    return date_format(on, "j. F Y")


def on_its_way(channel: str) -> str:
    """What a person does now, for the house itself hands no letter to anybody: its days run from today."""
    told = {
        LetterChannel.DIGITAL_POST: _(
            "Put the letter into the council's Digital Post today: it does not go out by itself."
        ),
        LetterChannel.LETTER: _(
            "Print the letter and post it today: it does not go out by itself."
        ),
        LetterChannel.SECURE_MAIL: _(
            "Send the letter by secure mail today: it does not go out by itself."
        ),
        LetterChannel.HANDED_OVER: _("Print the letter, and hand it over today."),
    }
    return told.get(LetterChannel(channel), "") if channel in LetterChannel.values else ""


def letter(text: str, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a message in its language."""
    with override(language):
        shown = dict(facts)
        if "starts_at" in shown:
            moment = localtime(datetime.fromisoformat(shown["starts_at"]))
            shown["when"] = date_format(moment, "DATETIME_FORMAT")
        if "change" in shown:
            shown["sentence"] = Change(shown["change"]).label
        return _subject(text), render_to_string(f"post/{text}.txt", shown).strip() + "\n"
