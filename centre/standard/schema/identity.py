"""Whose standard it is, how long it holds, and how to reach the centre."""

from datetime import date, time

from centre.standard.schema.base import Part, Sourced
from centre.standard.schema.words import AgeGroup, Area, Channel


class Identity(Sourced, frozen=True, kw_only=True):
    """Which council's standard this is and when it holds.

    key: short name of the council, used in commands and settings.
    council: the council's full name in Danish.
    centre_name: what the centre is called on the screen.
    municipality_code: four digits with the leading zero.
    region_code: four digits.
    title: the title of the council's document.
    covers: the kinds of treatment that the document covers.
    valid_from: first day the standard is in force.
    valid_to: last day in force; absent while it holds until the next.
    next_revision_on: the day the text itself names for the next revision; absent if it names none.
    revision_years: how many years the text says may pass between revisions.
    approved_on: the day the council approved it; absent when the text does not say.
    approved_by: who approved it.
    proposed: true when `valid_from` is our proposal because the document carries no date.
    """

    key: str
    council: str
    centre_name: str
    municipality_code: str
    region_code: str
    title: str
    covers: tuple[Area, ...]
    valid_from: date
    valid_to: date | None = None
    next_revision_on: date | None = None
    revision_years: int | None = None
    approved_on: date | None = None
    approved_by: str | None = None
    proposed: bool = False


class PhoneNumber(Sourced, frozen=True, kw_only=True):
    """A telephone number of the centre.

    key: short name, unique among the numbers.
    number: eight digits, no spaces, no country code.
    name: the person or place that answers; absent for the main number.
    unit: key of the unit the number belongs to.
    in_hours: which hours it is answered in; "opening" or "phone".
    """

    key: str
    number: str
    name: str | None = None
    unit: str | None = None
    in_hours: str | None = None


class Contact(Sourced, frozen=True, kw_only=True):
    """How to reach the centre.

    channels: the ways the text says a citizen may use.
    street: street and number.
    postcode: four digits.
    city: postal town.
    email: the centre's address; absent when the text gives none.
    web: the page the text points to, without a scheme.
    place_name: name of the house, when it has one.
    hours_published_on: where the hours stand when the text only points to them.
    voicemail: true when a message can be left outside the phone hours.
    online_booking: true when the text offers to book a call or a talk on the web.
    outside_hours: true when talks outside the opening hours are possible.
    phones: the numbers, the main number first.
    """

    channels: tuple[Channel, ...]
    phones: tuple[PhoneNumber, ...] = ()
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    email: str | None = None
    web: str | None = None
    place_name: str | None = None
    hours_published_on: str | None = None
    voicemail: bool = False
    online_booking: bool = False
    outside_hours: bool = False


class Interval(Part, frozen=True, kw_only=True):
    """A stretch of one day in Danish wall time.

    opens: the first minute that belongs to it.
    closes: the first minute that no longer does.
    """

    opens: time
    closes: time


class WeekHours(Sourced, frozen=True, kw_only=True):
    """The same hours every week, in Danish wall time, before holidays and closures are taken off.

    monday: the stretches of that day; none when closed.
    tuesday: as monday.
    wednesday: as monday.
    thursday: as monday.
    friday: as monday.
    saturday: as monday.
    sunday: as monday.
    proposed: true when the hours are our proposal because the text gives none; then `reading` says why.
    """

    monday: tuple[Interval, ...] = ()
    tuesday: tuple[Interval, ...] = ()
    wednesday: tuple[Interval, ...] = ()
    thursday: tuple[Interval, ...] = ()
    friday: tuple[Interval, ...] = ()
    saturday: tuple[Interval, ...] = ()
    sunday: tuple[Interval, ...] = ()
    proposed: bool = False


class CounsellingHours(WeekHours, frozen=True, kw_only=True):
    """The weekly hours of open counselling (Åben Rådgivning) that times can be booked in.

    channels: how the talk can be held.
    slot_minutes: length of one time.
    by_appointment: true when a time is agreed first; false when people may simply come.
    leads_to_visitation: true when the talk decides the treatment.
    anonymous: true when no name is asked.
    callers_every: our proposal: one time in so many is for those who call, not shown on the web; absent: none.
    """

    channels: tuple[Channel, ...]
    slot_minutes: int
    by_appointment: bool
    leads_to_visitation: bool
    anonymous: bool
    callers_every: int | None = None


class Hours(Part, frozen=True, kw_only=True):
    """All weekly hours of the centre; a set of hours that the text does not give is absent.

    opening: when the house is open.
    phone: when the phone is answered.
    anonymous_phone: when advice is given by phone without a name.
    youth_direct: when the direct numbers of the youth unit are answered.
    open_counselling: when open counselling can be booked.
    """

    opening: WeekHours | None = None
    phone: WeekHours | None = None
    anonymous_phone: WeekHours | None = None
    youth_direct: WeekHours | None = None
    open_counselling: CounsellingHours | None = None


class Unit(Sourced, frozen=True, kw_only=True):
    """A part of the centre that takes its own inquiries.

    key: short name.
    name: what it is called on the screen.
    takes: the age groups it takes inquiries from.
    age_from: youngest age; absent when the text sets none.
    age_to: oldest age, the year included; absent when there is none.
    same_counsellor: true when the first adviser stays the therapist as far as possible.
    """

    key: str
    name: str
    takes: tuple[AgeGroup, ...]
    age_from: int | None = None
    age_to: int | None = None
    same_counsellor: bool = False
