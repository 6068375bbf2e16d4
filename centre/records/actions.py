"""Writing the trail, where every action of the house ends; opening a file with a reason; and what is of
the floors below but leaves its line here: letting a new colleague in, putting a citizen's data right,
writing down a death.
"""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from centre.calendar import half_day_of
from centre.citizens.actions import Holder, Person, write
from centre.citizens.models import Citizen, Death, Guardian
from centre.guard import broken
from centre.records.choices import CUSTODY, PUT_RIGHT
from centre.records.models import AuditEntry, LookUp, SearchAlarm
from centre.rows import insert
from centre.staff.models import Unit, User


def note(
    *,
    action: str,
    row: models.Model,
    by: User | None,
    at: datetime,
    citizen_id: UUID | None = None,
    anonymous: bool = False,
    **detail: Any,
) -> None:
    """Leave one line in the audit trail. Details are names, counts and dates, never free text.

    What an anonymous person does is dated by the half-day only (the anonymity promise, ux E.4).
    """
    insert(
        AuditEntry(
            at=half_day_of(at) if anonymous else at,
            by=by,
            action=action,
            row=row._meta.label,
            row_id=str(row.pk),
            citizen_id=citizen_id,
            detail=detail,
        )
    )


class NameTakenError(Exception):
    """Somebody already has this user name."""


@transaction.atomic
def employ(
    *,
    username: str,
    first_name: str,
    last_name: str,
    email: str,
    role: str,
    unit: Unit | None,
    password: str,
    by: User | None,
    at: datetime,
) -> User:
    """Let a new member of the staff in. Raises NameTakenError, also for one in other capitals."""
    if User.objects.filter(username__iexact=username).exists():
        raise NameTakenError(username)
    user = User(
        username=username,
        first_name=first_name,
        last_name=last_name,
        email=email,
        role=role,
        unit=unit,
        date_joined=at,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise NameTakenError(username) from error
    note(action="staff.employ", row=user, by=by, at=at, role=role, unit=unit.key if unit else "")
    return user


class NumberTakenError(Exception):
    """Somebody else has this CPR number."""


@transaction.atomic
def put_right(*, citizen_id: UUID, person: Person, by: User, at: datetime) -> list[str]:
    """Write down who a citizen is and how they are reached; answers with the names of what changed.

    What is told takes the place of what was, empty where it is empty; only a CPR number that is not
    told stays. Raises Citizen.DoesNotExist, and NumberTakenError for the number of somebody else.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    told = {one.name: getattr(person, one.name) for one in fields(person)}
    told["cpr"] = told["cpr"] or citizen.cpr
    changed = [name for name, value in told.items() if getattr(citizen, name) != value]
    if not changed:
        return []
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
    *, citizen_id: UUID, holders: Sequence[Holder], by: User, at: datetime
) -> list[Guardian]:
    """Say who has custody of a citizen, in the place of whoever was told before. Twice is once.

    What was sent to them stays sent. Raises Citizen.DoesNotExist.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    known = list(citizen.guardians.all())
    if [Holder(one.name, one.address, one.gets_letters) for one in known] == list(holders):
        return known
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
def record_death(
    *,
    citizen_id: UUID,
    told_in: str,
    told_of: UUID,
    died_on: date | None = None,
    by: User,
    at: datetime,
) -> Death:
    """Write down that a citizen has died. Told twice with one row is told once."""
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    known = Death.objects.in_force().filter(told_in=told_in, told_of=told_of).first()
    if known is not None:
        return known
    made = Death.objects.create(
        citizen=citizen, told_in=told_in, told_of=told_of, died_on=died_on, told_by=by, told_at=at
    )
    note(action="citizen.died", row=made, by=by, at=at, citizen_id=citizen.pk, told_in=told_in)
    return made


@transaction.atomic
def take_back_death(*, told_in: str, told_of: UUID, by: User, at: datetime) -> Death | None:
    """What was told with this row does not hold; None where it tells of no death.

    The citizen's row is locked, so that of two who take two of them back the later sees both.
    """
    told = Death.objects.in_force().filter(told_in=told_in, told_of=told_of)
    one = told.select_for_update(of=("self",)).first()
    if one is None:
        return None
    Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=one.citizen_id)
    one.taken_back_at, one.taken_back_by = at, by
    one.save(update_fields=["taken_back_at", "taken_back_by"])
    note(action="citizen.lives", row=one, by=by, at=at, citizen_id=one.citizen_id, told_in=told_in)
    return one


@transaction.atomic
def raise_search_alarm(*, hour_at: datetime, by: User, at: datetime) -> SearchAlarm | None:
    """Write down that somebody has reached the limit of an hour; None when that stands already."""
    alarm, new = SearchAlarm.objects.get_or_create(by=by, hour_at=hour_at, defaults={"at": at})
    if not new:
        return None
    note(action="records.search_alarm", row=alarm, by=by, at=at)
    return alarm


@transaction.atomic
def give_reason(
    *, citizen_id: UUID, reason: str, text: str, by: User, at: datetime
) -> tuple[LookUp, bool]:
    """Open one citizen's file to one person for an hour, with the reason given.

    Whoever is inside already gets the same look-up again, with False: nothing is prolonged. The
    citizen's row is locked, so that a second click at the same moment waits and finds the first.
    Who may ask at all is the scope's question; raises Citizen.DoesNotExist.
    """
    citizen = Citizen.objects.select_for_update(of=("self",), no_key=True).get(pk=citizen_id)
    inside = LookUp.objects.running(by, at).filter(citizen=citizen).first()
    if inside is not None:
        return inside, False
    made = LookUp.objects.create(citizen=citizen, reason=reason, text=text, by=by, at=at)
    note(
        action="records.look_up",
        row=made,
        by=by,
        at=at,
        citizen_id=citizen.pk,
        reason=reason,
        protected=citizen.protected,
    )
    return made, True
