"""What the public pages say of a wish for treatment: that it is noted, and the day it is to begin by."""

from collections.abc import Sequence
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from centre.clocks.choices import Kind
from intake.queries.wish import Begins

WITH_A_DOCTOR: Final = (Kind.SOCIAL_DRUG, Kind.YOUTH_DRUG)


def of_wish(begins: Sequence[Begins]) -> list[str]:
    """Sentences in the order they are read; none where no treatment was asked for.

    The day is told as a day, never as a number of days left (ux A.4).
    """
    kinds = {one.kind for one in begins}
    lines = [_day_of(one, alone=len(begins) == 1) for one in begins]
    if len({one.by for one in begins}) == 1:
        # One day for all: said once, without naming what it is for.
        lines = [_day_of(begins[0], alone=True)]
    if kinds & set(WITH_A_DOCTOR):
        lines.append(_("You are offered a free talk with a doctor before that."))
    if Kind.YOUTH_DRUG in kinds:
        lines.append(_("We talk with you about who has to say yes before treatment begins."))
    return lines


def _day_of(one: Begins, *, alone: bool) -> str:
    if one.by is None:
        return _("For drugs without a name no day is set by law. We talk with you about it.")
    words = {"day": date_format(one.by, "DATE_FORMAT")}
    if alone:
        return _("Treatment is to begin at the latest on %(day)s.") % words
    if one.kind == Kind.ALCOHOL:
        return _("Treatment for alcohol is to begin at the latest on %(day)s.") % words
    return _("Treatment for drugs is to begin at the latest on %(day)s.") % words
