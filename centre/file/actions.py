"""Who a citizen is, who has custody of them, and for whom the file is, written down as it was seen there."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.citizens.actions import Holder, Person, locked, write
from centre.citizens.models import Citizen, Guardian
from centre.file.queries.told import custody_told, marks_of, who_told
from centre.guard import broken
from centre.records.actions import note
from centre.records.choices import CUSTODY, NAMED, PUT_RIGHT, TIED, UNNAMED, UNTIED, TieKind
from centre.records.models import Insider, Tie
from centre.refusal import Overtaken, Refused
from centre.rows import insert
from centre.staff.models import User


class NumberTakenError(Exception):
    """Somebody else has this CPR number."""


@transaction.atomic
def put_right(
    *, citizen_id: UUID, person: Person, by: User, at: datetime, seen: str | None = None
) -> list[str]:
    """Write down who a citizen is and how they are reached; answers with the names of what changed.

    What is told takes the place of what was, empty where it is empty; only a CPR number that is not
    told stays. `seen`: the marks of what stood in the form, None where none was shown. Raises
    Citizen.DoesNotExist, NumberTakenError for the number of somebody else, Overtaken, and Refused.
    """
    citizen = locked(citizen_id)
    told = {one.name: getattr(person, one.name) for one in fields(person)}
    told["cpr"] = told["cpr"] or citizen.cpr
    changed = [name for name, value in told.items() if getattr(citizen, name) != value]
    if not changed:
        return []
    _check_seen(seen, who_told(citizen))
    for name in changed:
        if isinstance(told[name], bool):
            setattr(citizen, name, told[name])
        else:
            write(citizen, name, told[name])
    try:
        with transaction.atomic():
            citizen.save()
    except IntegrityError as error:
        if broken(error) != "citizen_cpr_once":
            raise
        raise NumberTakenError from error
    note(action=PUT_RIGHT, row=citizen, by=by, at=at, citizen_id=citizen.pk, fields=changed)
    return changed


@transaction.atomic
def name_custody(
    *,
    citizen_id: UUID,
    holders: Sequence[Holder],
    by: User,
    at: datetime,
    seen: str | None = None,
) -> list[Guardian]:
    """Say who has custody of a citizen, in the place of whoever was told before. Twice is once.

    What was sent to them stays sent. `seen`: the marks of what stood in the form, None where none was
    shown. Raises Citizen.DoesNotExist, Overtaken, and Refused for somebody anonymous: a parent's name
    would say whose child it is.
    """
    citizen = locked(citizen_id)
    if citizen.anonymous:
        raise Refused(_("Nobody is told of an anonymous person, so that no parent's name is kept."))
    known = list(citizen.guardians.all())
    if [Holder(one.name, one.address, one.gets_letters) for one in known] == list(holders):
        return known
    _check_seen(seen, custody_told(known))
    citizen.guardians.all().delete()
    made = [
        Guardian(citizen=citizen, number=number, **asdict(one))
        for number, one in enumerate(holders, start=1)
    ]
    insert(*made)
    told = sum(one.gets_letters for one in made)
    note(
        action=CUSTODY,
        row=citizen,
        by=by,
        at=at,
        citizen_id=citizen.pk,
        holders=len(made),
        get_letters=told,
    )
    return made


@transaction.atomic
def mark_tie(*, citizen_id: UUID, kind: TieKind, user: User | None, by: User, at: datetime) -> Tie:
    """A citizen works here, or is close to somebody who does: the file is for a few. Twice is once.

    Raises Citizen.DoesNotExist, and Refused for somebody anonymous, of whom nothing may be known.
    """
    citizen = locked(citizen_id)
    if citizen.anonymous:
        raise Refused(_("Nobody is told of an anonymous person, so that nothing leads to them."))
    known = Tie.objects.in_force().filter(citizen=citizen, user=user).first()
    if known is not None:
        return known
    made = Tie.objects.create(citizen=citizen, kind=kind, user=user, made_at=at, made_by=by)
    note(action=TIED, row=citizen, by=by, at=at, citizen_id=citizen.pk, kind=kind)
    return made


@transaction.atomic
def name_insider(*, citizen_id: UUID, user: User, by: User, at: datetime) -> Insider:
    """Let one more be of the few who open a colleague's file. Twice is once.

    Raises Citizen.DoesNotExist, and Refused for whom it concerns, and where the file is everybody's.
    """
    citizen = locked(citizen_id)
    ties = list(Tie.objects.in_force().filter(citizen=citizen))
    if not ties:
        raise Refused(_("The file is open to all of the unit. Nobody needs to be named."))
    if user.pk in {one.user_id for one in ties}:
        raise Refused(_("It is %(who)s’s own matter. Choose somebody else.") % {"who": user})
    known = Insider.objects.in_force().filter(citizen=citizen, user=user).first()
    if known is not None:
        return known
    made = Insider.objects.create(citizen=citizen, user=user, named_at=at, named_by=by)
    note(action=NAMED, row=citizen, by=by, at=at, citizen_id=citizen.pk)
    return made


@transaction.atomic
def end_of_few(*, citizen_id: UUID, of: UUID, by: User, at: datetime) -> Tie | Insider | None:
    """A mark does not hold any more, or somebody is none of the few any more; None where it ended before.

    With the last mark the file is open to all of the unit again.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    rows: tuple[tuple[type[Tie | Insider], str], ...] = ((Tie, UNTIED), (Insider, UNNAMED))
    for kind, action in rows:
        one = kind.objects.filter(pk=of, citizen=citizen_id, ended_at__isnull=True).first()
        if one is None:
            continue
        one.ended_at, one.ended_by = at, by
        one.save(update_fields=["ended_at", "ended_by"])
        note(action=action, row=citizen, by=by, at=at, citizen_id=citizen_id)
        return one
    return None


def _check_seen(seen: str | None, told: Mapping[str, object]) -> None:
    """Whether what stands now is what stood in the form. Raises Overtaken."""
    if seen is None or seen == marks_of(told):
        return
    words = _(
        "This was changed after you opened it. What you wrote is kept. Look through it, and save again."
    )
    raise Overtaken(words, told)
