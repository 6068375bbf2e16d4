"""Writing a complaint down, however it came: the day it came counts, and its deadline starts by itself."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centre.calendar import danish_day, half_day_of
from centre.clocks.actions.ledger import hand_over
from centre.clocks.choices import EventType
from centre.clocks.models import Clock
from centre.post.choices import Text
from centre.receipt import code_for, code_hash, reference_for
from centre.refusal import Refused
from centre.staff.models import Unit, User
from centre.staff.rules import Door
from centre.standard.queries import in_force
from complaints.actions import steps
from complaints.choices import Event, Status, Track
from complaints.models import Complaint
from complaints.rules.deadline import is_late, reassessment
from complaints.rules.responsible import answers_for
from complaints.rules.routing import about_for, way_for
from intake.choices import DecisionStatus
from intake.models import Decision, Inquiry

GIVEN = (DecisionStatus.SENT, DecisionStatus.REPLACED)
# What makes two forms the same one.
SAID = (
    "about",
    "area",
    "channel",
    "text",
    "name",
    "contact",
    "helper",
    "helper_name",
    "helper_address",
    "represents",
)


@dataclass(frozen=True)
class Told:
    """What a complaint says. `anonymous`: somebody online who gives no name."""

    about: str
    area: str
    text: str
    channel: str
    name: str = ""
    contact: str = ""
    letter_reference: str = ""
    helper: str = ""
    helper_name: str = ""
    helper_address: str = ""
    represents: bool = False
    anonymous: bool = False
    # The children's authority has decided, not the centre (BL § 33).
    young: bool = False
    language: str = "da"
    form_key: UUID = field(default_factory=uuid.uuid4)


@dataclass(frozen=True)
class Receipt:
    """What the citizen keeps. The code is shown once, and only its hash is stored."""

    complaint: Complaint
    reference: str
    code: str
    first: bool


def register_complaint(
    *,
    told: Told,
    received_at: datetime,
    unit: Unit,
    secret: bytes,
    by: User | None,
    at: datetime,
    inquiry_id: UUID | None = None,
    decision_id: UUID | None = None,
    responsible: User | None = None,
) -> Receipt:
    """Write a complaint down; a late one too, marked (C15). The same form twice is one complaint.

    Over a decision it is looked at again: the four weeks count from the day it came. Who writes it down
    and can bring it to its end answers for it, unless somebody is named. Raises Refused
    when it would have come in the future, is over a decision that was never sent, or when the same form
    comes back with other answers.
    """
    complaint = _told(told, secret)
    try:
        with transaction.atomic():
            _place(complaint, unit, inquiry_id, decision_id)
            _dated(complaint, received_at, by=by, at=at)
            _routed(complaint, young=told.young)
            complaint.responsible = responsible or _answering(complaint, by)
            _write(complaint, by=by, at=at)
            first = True
    except IntegrityError:
        found = Complaint.objects.filter(form_key=told.form_key).first()
        if found is None:
            raise
        complaint, first = _same(found, told), False
    return Receipt(complaint, complaint.reference, code_for(told.form_key, secret), first)


def _told(told: Told, secret: bytes) -> Complaint:
    reference = reference_for(told.form_key, secret)
    return Complaint(
        area=told.area,
        about=about_for(told.about, told.area),
        channel=told.channel,
        text=told.text,
        name=told.name,
        contact=told.contact,
        letter_reference=told.letter_reference,
        helper=told.helper,
        helper_name=told.helper_name,
        helper_address=told.helper_address,
        represents=told.represents,
        anonymous=told.anonymous,
        language=told.language,
        reference=reference,
        code_hash=code_hash(code_for(told.form_key, secret), reference, secret),
        form_key=told.form_key,
    )


def _place(
    complaint: Complaint, unit: Unit, inquiry_id: UUID | None, decision_id: UUID | None
) -> None:
    """Whom it is from and what it is about. A decision brings its inquiry, and with it its citizen."""
    complaint.unit = unit
    if decision_id is not None:
        _over(complaint, decision_id)
    elif inquiry_id is not None:
        _of(complaint, Inquiry.objects.select_related("unit", "citizen").get(pk=inquiry_id))


def _of(complaint: Complaint, inquiry: Inquiry) -> None:
    complaint.inquiry, complaint.citizen, complaint.unit = inquiry, inquiry.citizen, inquiry.unit


def _over(complaint: Complaint, decision_id: UUID) -> None:
    """Complained about is a decision that was sent, also one that another has replaced since."""
    rows = Decision.objects.select_related("inquiry__unit", "inquiry__citizen")
    decision = rows.get(pk=decision_id)
    if decision.status not in GIVEN:
        raise Refused(_("This decision has not been sent, so nobody can complain about it yet."))
    if complaint.area != decision.area:
        raise Refused(_("The decision is about another treatment. Choose again."))
    complaint.decision = decision
    _of(complaint, decision.inquiry)


def _dated(complaint: Complaint, received_at: datetime, *, by: User | None, at: datetime) -> None:
    if received_at > at:
        raise Refused(_("The complaint cannot have been received in the future."))
    nameless = complaint.anonymous
    complaint.received_at = half_day_of(received_at) if nameless else received_at
    complaint.received_on = danish_day(complaint.received_at)
    complaint.registered_at = half_day_of(at) if nameless and by is None else at
    complaint.registered_by = by
    _mark_late(complaint)


def _mark_late(complaint: Complaint) -> None:
    printed = complaint.decision.complain_by_on if complaint.decision is not None else None
    complaint.late = is_late(complaint.received_on, printed)


def _routed(complaint: Complaint, *, young: bool) -> None:
    complaint.standard = in_force(complaint.received_on)
    # Over a decision of ours it is ours to look at again, whoever decides on the young elsewhere.
    ours = complaint.decision is not None
    content = complaint.standard.content
    way = way_for(content, complaint.about, complaint.area, young=young and not ours)
    complaint.track = way.track
    if way.track == Track.APPEAL and complaint.anonymous:
        raise Refused(_("A complaint over a decision needs a name."))


def _answering(complaint: Complaint, by: User | None) -> User | None:
    """The same person, who works in the complaint's unit and can bring it to its end; else nobody."""
    if by is None or not _is_at_home(by, complaint):
        return None
    assesses, leads = by.may(Door.ASSESS), by.may(Door.ASSIGN_OTHERS)
    return by if answers_for(complaint.track, assesses=assesses, leads=leads) else None


def _is_at_home(user: User | None, complaint: Complaint) -> bool:
    return user is None or user.unit_id in (None, complaint.unit_id)


def _leave_to_the_leader(complaint: Complaint) -> None:
    """Nobody answers for it and its deadlines until the leader says who."""
    complaint.responsible = None
    hand_over(clocks=_running(complaint), responsible=None, unit=complaint.unit)


def _running(complaint: Complaint) -> list[Clock]:
    ids = [complaint.clock_id, complaint.reply_clock_id, complaint.anew_clock_id]
    return list(Clock.objects.open().filter(pk__in=[one for one in ids if one is not None]))


def _begin(complaint: Complaint, *, by: User | None, at: datetime) -> None:
    if complaint.track == Track.APPEAL and complaint.clock is None:
        plan = reassessment(complaint.received_on, complaint.standard.content)
        complaint.clock = steps.start(complaint, plan, by=by, at=at)


def _write(complaint: Complaint, *, by: User | None, at: datetime) -> None:
    _begin(complaint, by=by, at=at)
    complaint.save(force_insert=True)
    steps.tell(complaint, Event.REGISTER, on=complaint.received_on, by=by, at=at)
    steps.mail(complaint, Text.NOTED, once_key=f"{Text.NOTED}:{complaint.pk}", at=at)


def _same(first: Complaint, told: Told) -> Complaint:
    said = {name: getattr(told, name) for name in SAID} | {
        "about": about_for(told.about, told.area)
    }
    if any(getattr(first, name) != value for name, value in said.items()):
        raise Refused(
            _("This form was saved before with other answers. Open the complaint and write anew.")
        )
    return first


@transaction.atomic
def connect(
    *,
    complaint_id: UUID,
    decision_id: UUID | None = None,
    inquiry_id: UUID | None = None,
    by: User,
    at: datetime,
) -> Complaint:
    """Say whose case a complaint is, by the decision it is over or, without one, by the inquiry.

    From then on it is the citizen's own, and of the unit where that case is: no longer somebody's of
    another. Its deadline runs from the day it came; whether that was in time is told by the decision's
    letter. Twice is once.
    """
    complaint = steps.locked(complaint_id)
    before = complaint.citizen_id
    over = decision_id is not None and complaint.decision_id == decision_id
    if over or (decision_id is None and complaint.inquiry_id == inquiry_id):
        return complaint
    if complaint.decision_id is not None or complaint.anonymous:
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    if complaint.status == Status.CLOSED:
        raise Refused(_("This complaint is closed."))
    _place(complaint, complaint.unit, inquiry_id, decision_id)
    if before is not None and complaint.citizen_id != before:
        raise Refused(_("This case is another citizen's."))
    _mark_late(complaint)
    if complaint.clock_id is not None:
        Clock.objects.filter(pk=complaint.clock_id).update(
            citizen=complaint.citizen, unit=complaint.unit
        )
    if not _is_at_home(complaint.responsible, complaint):
        _leave_to_the_leader(complaint)
    steps.save(complaint, "decision", "inquiry", "citizen", "unit", "late", "responsible")
    steps.tell(complaint, Event.CONNECT, by=by, at=at)
    return complaint


@transaction.atomic
def put_right(
    *, complaint_id: UUID, about: str, area: str, words: str, by: User, at: datetime
) -> Complaint:
    """Say what a complaint is about: what was said decides, not the box that was ticked.

    Its way follows from it, and its deadline from the day it came; a receipt that told another way is
    given anew. Who cannot bring it to its end now answers for it no more. Twice is once. Raises Refused
    when it is answered already, or when somebody else than the leader would take a complaint over a
    decision from its deadline.
    """
    complaint = steps.locked(complaint_id)
    word, said, before = about_for(about, area), complaint.about, complaint.track
    if (complaint.about, complaint.area) == (word, area):
        return complaint
    if complaint.status not in (Status.RECEIVED, Status.ACKNOWLEDGED):
        raise Refused(_("The complaint was changed by somebody else. Nothing was saved."))
    if complaint.decision is not None and complaint.decision.area != area:
        raise Refused(_("The decision is about another treatment. Choose again."))
    complaint.about, complaint.area = word, area
    _routed(complaint, young=False)
    if before == Track.APPEAL and complaint.track != before:
        _let_go(complaint, words, by=by, at=at)
    # What a leader gave away on purpose stays given while it is about the same.
    other = (word, complaint.track) != (said, before)
    if other and _answering(complaint, complaint.responsible) is None:
        _leave_to_the_leader(complaint)
    _begin(complaint, by=by, at=at)
    if complaint.track != before and complaint.status == Status.ACKNOWLEDGED:
        steps.move(complaint, Status.RECEIVED)
    steps.save(complaint, "about", "area", "track", "standard", "clock", "responsible")
    steps.tell(complaint, Event.PUT_RIGHT, words=words, by=by, at=at)
    return complaint


def _let_go(complaint: Complaint, words: str, *, by: User, at: datetime) -> None:
    """It is no complaint over a decision after all: its deadline binds no more."""
    if not by.may(Door.ASSIGN_OTHERS):
        raise Refused(_("Only the leader can say that no decision is to be looked at again."))
    if not words.strip():
        raise Refused(_("Write why."))
    day = danish_day(at)
    steps.stop(complaint.clock, on=day, by=by, at=at, type=EventType.RELEASE, reason=words)
    complaint.clock = None


@transaction.atomic
def name_helper(
    *,
    complaint_id: UUID,
    helper: str,
    helper_name: str,
    helper_address: str,
    represents: bool,
    by: User,
    at: datetime,
) -> Complaint:
    """Say who helps, and whether they may act for the citizen and so get a copy of each letter.

    It is the citizen who lets them, and who takes it back. What was sent stays sent; an address that was
    not shown stays until another is told. Twice is once.
    """
    complaint = steps.locked(complaint_id)
    same = (helper, helper_name) == (complaint.helper, complaint.helper_name)
    if complaint.hides_helper and same:
        helper_address = helper_address or complaint.helper_address
    told = {
        "helper": helper,
        "helper_name": helper_name,
        "helper_address": helper_address,
        "represents": represents,
    }
    if all(getattr(complaint, name) == value for name, value in told.items()):
        return complaint
    if complaint.status == Status.CLOSED:
        raise Refused(_("This complaint is closed."))
    if complaint.anonymous:
        raise Refused(_("Somebody without a name lets nobody act for them."))
    if not helper_name and (helper_address or represents):
        raise Refused(_("Write who helps."))
    steps.save(complaint, **told)
    steps.tell(complaint, Event.HELPER, by=by, at=at)
    return complaint


@transaction.atomic
def assign(*, complaint_id: UUID, to: User, by: User, at: datetime) -> Complaint:
    """Let somebody answer for the complaint and its deadlines. No date moves. Twice is once."""
    complaint = steps.locked(complaint_id)
    if complaint.responsible_id == to.pk:
        return complaint
    if complaint.status == Status.CLOSED:
        raise Refused(_("This complaint is closed."))
    if not (to.works_here_on(danish_day(at)) and to.may(Door.WORK_CASES)):
        raise Refused(_("That colleague cannot take on complaints."))
    if to.unit_id is not None and to.unit_id != complaint.unit_id:
        raise Refused(_("That colleague works in another unit."))
    if not by.may_give_work_to(to):
        raise Refused(_("Only a leader can assign to somebody outside the unit."))
    hand_over(clocks=_running(complaint), responsible=to, unit=complaint.unit)
    steps.save(complaint, responsible=to)
    steps.tell(complaint, Event.ASSIGN, by=by, at=at)
    return complaint
