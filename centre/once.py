"""The same form twice is one act; what the database refuses is said in its own sentence."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from centre.guard import broken
from centre.refusal import Refused

Row = TypeVar("Row", bound=models.Model)
# What the database says where a constraint has no sentence of its own.
UNSAID = models.CheckConstraint.default_violation_error_message


def once(
    rows: models.QuerySet[Row],
    form_key: UUID,
    act: Callable[[], Row],
    *,
    same: Callable[[Row], bool],
) -> Row:
    """Act in a transaction; a second click finds what the first one made.

    Raises Refused when the form comes back with other answers, and for what a constraint refuses.
    """
    try:
        with transaction.atomic():
            return act()
    except (IntegrityError, Refused) as error:
        # A violation ends the transaction; whether it was a second click is asked in a new one.
        again = rows.filter(form_key=form_key).first()
        if again is None:
            raise said(error) from error
        if not same(again):
            raise other_answers() from error
        return again


def other_answers() -> Refused:
    return Refused(
        _("This form was saved before with other answers. Open the page and write anew.")
    )


def said(error: Exception) -> Exception:
    """The refusal in the words of the constraint that was broken; any other error as it is."""
    if not isinstance(error, IntegrityError):
        return error
    words = _sentences().get(broken(error))
    return error if words is None else Refused(str(words))


def _sentences() -> dict[str, Any]:
    return {
        one.name: one.violation_error_message
        for model in apps.get_models()
        for one in model._meta.constraints
        if one.violation_error_message != UNSAID
    }
