"""Passkeys: kept, shown, and removed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.account import passkeys
from centre.account.actions.told import tell
from centre.account.models import Passkey
from centre.account.passkeys import Made, NotThisOne, Place
from centre.post.choices import Change
from centre.records.actions import note
from centre.refusal import Refused
from centre.staff.models import User

MOST: Final = 10


@transaction.atomic
def keep_passkey(*, user: User, made: Made, device: str, at: datetime) -> Passkey:
    """A new way to show the second factor. Raises Refused for one too many, or one that is known."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if Passkey.objects.filter(user=user).count() >= MOST:
        raise Refused(_("You have very many passkeys. Remove one first."))
    try:
        with transaction.atomic():
            kept = Passkey.objects.create(
                user=user,
                name=made.name,
                public_key=made.public_key,
                uses=made.uses,
                device=device,
                made_at=at,
            )
    except IntegrityError:
        raise Refused(_("This passkey is in use already.")) from None
    note(action="account.passkey", row=kept, by=user, at=at)
    tell(user=user, change=Change.PASSKEY, at=at)
    return kept


@transaction.atomic
def remove_passkey(*, user: User, passkey_id: UUID, at: datetime) -> bool:
    """It opens nothing any more. Twice is once."""
    found = Passkey.objects.select_for_update(of=("self",)).filter(user=user, pk=passkey_id).first()
    if found is None:
        return False
    note(action="account.passkey_removed", row=found, by=user, at=at)
    found.delete()
    tell(user=user, change=Change.NO_PASSKEY, at=at)
    return True


@transaction.atomic
def prove_by_passkey(
    *, user: User, answer: str, place: Place, challenge: bytes, at: datetime
) -> bool:
    """Whether the answer is of one of the person's passkeys, to this question."""
    try:
        name = passkeys.name_in(answer)
        found = Passkey.objects.select_for_update(of=("self",)).filter(user=user, name=name).first()
        if found is None:
            return False
        found.uses = passkeys.uses_shown(
            answer,
            place,
            challenge=challenge,
            public_key=bytes(found.public_key),
            uses=found.uses,
        )
    except NotThisOne:
        return False
    found.used_at = at
    found.save(update_fields=["uses", "used_at"])
    return True
