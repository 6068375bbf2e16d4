"""Things at a state, walked there through the real actions."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from centre.calendar import danish_moment
from centre.citizens.actions import Person
from centre.citizens.choices import AgeGroup
from centre.staff.choices import Role, UnitKind
from centre.staff.models import Unit, User
from intake.actions.book import Receipt, book
from intake.actions.receive import Wanted, receive_inquiry
from intake.choices import About, Channel, SlotChannel, Topic, Wish
from intake.models import Inquiry, Slot

SECRET = b"only for the tests"
PASSWORD = "trædesten-i-prøven"  # noqa: S105


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("key",)

    key = "adults"
    name = "Voksne"
    kind = UnitKind.ADULT


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("username",)
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"person{number}")
    first_name = "Mette"
    last_name = factory.Sequence(lambda number: f"Åkjær {number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.dk")
    role = Role.CASEWORKER
    unit = factory.SubFactory(UnitFactory)
    password = factory.django.Password(PASSWORD)


@dataclass(frozen=True)
class House:
    """A small centre: an adult and a youth unit, and somebody in each role."""

    adults: Unit
    youth: Unit
    caseworker: User
    colleague: User
    youth_worker: User
    doctor: User
    secretary: User
    leader: User
    administrator: User

    @classmethod
    def build(cls) -> "House":
        """Two statements for all of it: half the suite's tests begin here."""
        adults, youth, health = Unit.objects.bulk_create(
            [
                UnitFactory.build(),
                UnitFactory.build(key="youth", name="Ungerådgivningen", kind=UnitKind.YOUTH),
                UnitFactory.build(key="health", name="Sundhedsteam", kind=UnitKind.HEALTH),
            ],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["name", "kind"],
        )

        def person(username: str, role: Role, unit: Unit | None, **rest: Any) -> User:
            user: User = UserFactory.build(username=username, role=role, unit=unit, **rest)
            return user

        people = {
            "caseworker": person(
                "caseworker", Role.CASEWORKER, adults, takes_open_counselling=True
            ),
            "colleague": person("colleague", Role.CASEWORKER, adults, first_name="Lars"),
            "youth_worker": person("youth_worker", Role.CASEWORKER, youth, first_name="Johanne"),
            "doctor": person("doctor", Role.DOCTOR, health, first_name="Søren"),
            "secretary": person("secretary", Role.SECRETARY, adults, first_name="Bodil"),
            "leader": person("leader", Role.LEADER, None, first_name="Charlotte"),
            "administrator": person("admin", Role.ADMINISTRATOR, None, first_name="Finn"),
        }
        User.objects.bulk_create(
            people.values(),
            update_conflicts=True,
            unique_fields=["username"],
            update_fields=["role", "unit", "first_name", "password"],
        )
        return cls(adults=adults, youth=youth, **people)


def wanted(**changes: Any) -> Wanted:
    """Somebody named who asks for alcohol treatment for themselves, unless told otherwise."""
    given: dict[str, Any] = {
        "about": About.SELF,
        "topic": Topic.ALCOHOL,
        "wish": Wish.TREATMENT,
        "age_group": AgeGroup.FROM_30,
        "person": Person(name="Ærø Ødegård-Åström", phone="+4520000001"),
        "form_key": uuid.uuid4(),
    }
    return Wanted(**{**given, **changes})


def inquiry(
    house: House, *, received_at: datetime, registered_at: datetime | None = None, **changes: Any
) -> Inquiry:
    """An inquiry that a caseworker registered by phone, in the state `new`."""
    unit = changes.pop("unit", house.adults)
    channel = changes.pop("channel", Channel.PHONE)
    responsible = changes.pop("responsible", None)
    return receive_inquiry(
        wanted=wanted(**changes),
        channel=channel,
        unit=unit,
        received_at=received_at,
        by=house.caseworker,
        at=registered_at or received_at,
        responsible=responsible,
    )[0]


def slot(house: House, *, on: date, at: time = time(9), minutes: int = 45, **changes: Any) -> Slot:
    """A published time with the caseworker, in Danish wall time."""
    starts_at = danish_moment(on, at)
    given: dict[str, Any] = {
        "unit": house.adults,
        "counsellor": house.caseworker,
        "starts_at": starts_at,
        "during": DateTimeTZRange(starts_at, starts_at + timedelta(minutes=minutes)),
        "video": True,
    }
    return Slot.objects.create(**{**given, **changes})


def booking(time_slot: Slot, *, at: datetime, **changes: Any) -> Receipt:
    """A citizen's own booking of a time."""
    return book(
        wanted=wanted(**changes),
        slot_id=time_slot.pk,
        channel=SlotChannel.IN_PERSON,
        secret=SECRET,
        at=at,
    )
