"""The second factor: setting it up, proving it, new recovery codes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from centre.account import rules
from centre.account.actions.session import end_sessions
from centre.account.actions.told import tell
from centre.account.models import Passkey, RecoveryCode, SecondFactor
from centre.post.choices import Change
from centre.records.actions import note
from centre.staff.models import User


@transaction.atomic
def begin_factor(*, user: User, at: datetime, shown: UUID | None = None) -> SecondFactor:
    """A new secret that waits for its first code. The one that this browser was `shown` is kept: the page
    may be shown twice.

    One that another browser was shown is gone: who sits there may be somebody else. One in use is not
    touched: it is replaced only when the new one's first code has come.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    waiting = SecondFactor.objects.filter(user=user, in_use=False)
    found = waiting.filter(pk=shown).first() if shown is not None else None
    if found is not None:
        return found
    waiting.delete()
    return SecondFactor.objects.create(user=user, secret=rules.new_secret(), made_at=at)


@transaction.atomic
def confirm_factor(*, user: User, shown: UUID, code: str, at: datetime) -> list[str]:
    """Take the secret that this browser was shown into use by its first code.

    Answers with new recovery codes; with none when the code is wrong, or another browser began after.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    waiting = SecondFactor.objects.filter(user=user, in_use=False, pk=shown).first()
    if waiting is None:
        return []
    period = rules.period_of(waiting.secret, code, at=at, after=waiting.last_period)
    if period is None:
        return []
    SecondFactor.objects.filter(user=user, in_use=True).delete()
    waiting.in_use, waiting.last_period = True, period
    waiting.save(update_fields=["in_use", "last_period"])
    note(action="account.second_factor", row=user, by=user, at=at)
    tell(user=user, change=Change.APP, at=at)
    return _new_codes(user)


@transaction.atomic
def prove(*, user: User, code: str, at: datetime) -> bool:
    """Whether the code is the app's of now or an unused recovery code. Either is used up by it."""
    if rules.looks_like_recovery(code):
        return _use_recovery(user, code, at)
    factor = (
        SecondFactor.objects.select_for_update(of=("self",)).filter(user=user, in_use=True).first()
    )
    if factor is None:
        return False
    period = rules.period_of(factor.secret, code, at=at, after=factor.last_period)
    if period is None:
        return False
    factor.last_period = period
    factor.save(update_fields=["last_period"])
    return True


def _use_recovery(user: User, code: str, at: datetime) -> bool:
    digest = rules.digest_of_code(code, user_id=user.pk)
    # One statement: of two who send the same code at once, one removes it.
    gone, _each = RecoveryCode.objects.filter(user=user, digest=digest).delete()
    if gone:
        note(action="account.recovery_code_used", row=user, by=user, at=at)
        tell(user=user, change=Change.CODE_USED, at=at)
    return bool(gone)


@transaction.atomic
def tell_of_guesses(*, user: User, since: datetime, at: datetime) -> None:
    """Somebody has the right password and no right code: told once of each quarter of an hour."""
    tell(user=user, change=Change.GUESSED, at=at, once=since.isoformat())


@transaction.atomic
def renew_codes(*, user: User, at: datetime) -> list[str]:
    """New recovery codes; the old ones open nothing any more."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    note(action="account.recovery_codes", row=user, by=user, at=at)
    tell(user=user, change=Change.CODES, at=at)
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    codes = rules.new_codes()
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=rules.digest_of_code(code, user_id=user.pk))
        for code in codes
    )
    return codes


@transaction.atomic
def forget_factor(*, user: User, at: datetime) -> int:
    """The app and the codes are lost: the next login sets up another. The password stays, and is asked.

    Whoever may have found the phone is out: every session ends. Answers with how many.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    note(action="account.forget_factor", row=user, by=None, at=at)
    tell(user=user, change=Change.NO_APP, at=at)
    return end_sessions(user=user, by=None, at=at)
