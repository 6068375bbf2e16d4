"""Every address of the house, and what is behind it: who may open it, with which method."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from centre.staff.models import Unit, User
from intake.models import Booking, Inquiry
from intake.views.acts import ACTS
from tests.factories import House

GET, POST, BOTH = frozenset({"GET"}), frozenset({"POST"}), frozenset({"GET", "POST"})
EVERYBODY = frozenset({"stranger", "caseworker", "doctor", "secretary", "leader", "administrator"})
STAFF = EVERYBODY - {"stranger"}
CASES = frozenset({"caseworker", "doctor", "secretary", "leader"})
ASSESSING = frozenset({"caseworker", "doctor", "leader"})
BOOKING = frozenset({"caseworker", "secretary", "leader"})
LEADER = frozenset({"leader"})
OF_THE_STAFF = ("person", "end_employment", "stays", "log_out_person", "hand_on_work")
WRITTEN = ("note", "attachment")
SETTINGS = frozenset({"leader", "administrator"})


@dataclass(frozen=True)
class Rule:
    """What is promised of one address. `person`: it names a person, so a unit's own only."""

    methods: frozenset[str]
    roles: frozenset[str]
    person: str = ""


RULES = {
    "health": Rule(GET, EVERYBODY),
    "staff:login": Rule(BOTH, EVERYBODY),
    "staff:code": Rule(BOTH, EVERYBODY),
    "staff:set_up": Rule(BOTH, EVERYBODY),
    "staff:logout": Rule(POST, EVERYBODY),
    "staff:council": Rule(GET, EVERYBODY),
    "staff:council_back": Rule(GET, EVERYBODY),
    "staff:council_ended": Rule(POST, EVERYBODY),
    "staff:prove": Rule(BOTH, STAFF),
    "staff:proved": Rule(GET, STAFF),
    "staff:account": Rule(GET, STAFF),
    "staff:people": Rule(GET, SETTINGS),
    "staff:person": Rule(GET, SETTINGS),
    "staff:end_employment": Rule(POST, SETTINGS),
    "staff:stays": Rule(POST, SETTINGS),
    "staff:log_out_person": Rule(POST, SETTINGS),
    "staff:hand_on_work": Rule(POST, LEADER),
    "staff:replace_factor": Rule(BOTH, STAFF),
    "staff:renew_codes": Rule(POST, STAFF),
    "staff:change_password": Rule(BOTH, STAFF),
    "staff:add_passkey": Rule(BOTH, STAFF),
    "staff:remove_passkey": Rule(POST, STAFF),
    "staff:end_sessions": Rule(POST, STAFF),
    "staff:stay": Rule(POST, STAFF),
    "staff:there": Rule(GET, STAFF),
    "staff:help": Rule(GET, STAFF),
    "clocks:desk": Rule(GET, CASES),
    "clocks:risk": Rule(GET, LEADER),
    "clocks:risk_csv": Rule(GET, LEADER),
    "clocks:deadlines": Rule(GET, LEADER),
    "clocks:operation": Rule(GET, SETTINGS),
    "intake:inbox": Rule(GET, CASES),
    "intake:filters": Rule(BOTH, CASES),
    "intake:change_filter": Rule(POST, CASES),
    "intake:remove_filter": Rule(POST, CASES),
    "intake:register": Rule(BOTH, CASES),
    "intake:foretell": Rule(POST, CASES),
    "intake:inquiry": Rule(GET, CASES, person="inquiry"),
    "intake:book": Rule(BOTH, BOOKING, person="inquiry"),
    "intake:act": Rule(POST, CASES, person="inquiry"),
    "intake:assessment": Rule(BOTH, ASSESSING, person="inquiry"),
    "intake:finish_assessment": Rule(POST, ASSESSING, person="visitation"),
    "intake:assessment_part": Rule(BOTH, ASSESSING, person="visitation"),
    "intake:prepare_decision": Rule(BOTH, ASSESSING, person="visitation"),
    "intake:decision": Rule(GET, ASSESSING, person="decision"),
    "intake:change_decision": Rule(BOTH, ASSESSING, person="decision"),
    "intake:decision_sheet": Rule(GET, ASSESSING, person="decision"),
    "intake:decision_act": Rule(POST, ASSESSING, person="decision"),
    "intake:death": Rule(BOTH, CASES, person="citizen"),
    "intake:search": Rule(BOTH, CASES),
    "intake:look_up": Rule(BOTH, CASES),
    "intake:look_ups": Rule(GET, LEADER),
    "intake:look_up_review": Rule(BOTH, LEADER),
    "intake:second": Rule(BOTH, ASSESSING, person="request"),
    "intake:calendar": Rule(GET, BOOKING),
    "intake:attendance": Rule(POST, BOOKING, person="booking"),
    "intake:change_time": Rule(BOTH, BOOKING, person="booking"),
    "intake:cancel_time": Rule(POST, BOOKING, person="booking"),
    "intake:guarantees": Rule(GET, LEADER),
    "intake:emergency": Rule(GET, BOOKING),
    "intake:hours": Rule(GET, SETTINGS),
    "intake:close_day": Rule(POST, SETTINGS),
    "intake:away": Rule(POST, SETTINGS),
    "intake:end_absence": Rule(POST, SETTINGS),
    "intake:reopen_day": Rule(POST, SETTINGS),
    "intake:slots": Rule(GET, SETTINGS),
    "intake:add_slot": Rule(BOTH, SETTINGS),
    "intake:close_slot": Rule(BOTH, SETTINGS),
    "intake:reopen_slot": Rule(POST, SETTINGS),
    "treatment:set_up": Rule(BOTH, ASSESSING, person="decision"),
    "treatment:course": Rule(GET, ASSESSING, person="course"),
    "treatment:plan": Rule(BOTH, ASSESSING, person="course"),
    "treatment:versions": Rule(GET, ASSESSING, person="course"),
    "treatment:paper": Rule(GET, ASSESSING, person="course"),
    "treatment:discharge": Rule(BOTH, ASSESSING, person="ended"),
    "treatment:correct_discharge": Rule(BOTH, ASSESSING, person="ended"),
    "treatment:take_back": Rule(POST, ASSESSING, person="ended"),
    "followup:due": Rule(GET, ASSESSING),
    "followup:call": Rule(BOTH, ASSESSING, person="follow_up"),
    "followup:contact": Rule(GET, ASSESSING, person="follow_up"),
    "followup:tried": Rule(POST, ASSESSING, person="follow_up"),
    "followup:correct": Rule(POST, ASSESSING, person="follow_up"),
    "followup:take_back": Rule(POST, ASSESSING, person="follow_up"),
    "followup:hand_over": Rule(POST, ASSESSING, person="follow_up"),
    "followup:talks": Rule(BOTH, ASSESSING, person="ended"),
    "treatment:unplanned": Rule(BOTH, ASSESSING, person="course"),
    "treatment:act": Rule(POST, ASSESSING, person="course"),
    "treatment:session": Rule(BOTH, ASSESSING, person="session"),
    "treatment:note": Rule(POST, ASSESSING, person="session"),
    "treatment:attendance": Rule(POST, ASSESSING, person="session"),
    "complaints:complaints": Rule(GET, CASES),
    "complaints:register": Rule(BOTH, CASES),
    "complaints:complaint": Rule(GET, CASES, person="complaint"),
    "complaints:reassess": Rule(BOTH, ASSESSING, person="complaint"),
    "complaints:act": Rule(POST, CASES, person="complaint"),
    "post:caught": Rule(GET, STAFF),
    "post:letter": Rule(GET, CASES, person="letter"),
    "journal:search": Rule(BOTH, ASSESSING),
    "journal:search_file": Rule(BOTH, ASSESSING, person="citizen"),
    "journal:write": Rule(BOTH, ASSESSING, person="citizen"),
    "journal:note": Rule(GET, ASSESSING, person="note"),
    "journal:correct": Rule(BOTH, ASSESSING, person="note"),
    "journal:attach": Rule(BOTH, ASSESSING, person="note"),
    "journal:attachment": Rule(GET, ASSESSING, person="attachment"),
    "journal:pass_on": Rule(BOTH, frozenset({"doctor"}), person="note"),
    "file:citizen": Rule(GET, CASES, person="citizen"),
    "file:contact": Rule(GET, CASES, person="citizen"),
    "file:print": Rule(GET, CASES, person="citizen"),
    "file:who": Rule(BOTH, CASES, person="citizen"),
    "file:custody": Rule(BOTH, CASES, person="citizen"),
    "file:deadline": Rule(BOTH, CASES, person="clock"),
    "rights:requests": Rule(GET, CASES),
    "rights:access": Rule(BOTH, CASES, person="citizen"),
    "rights:correction": Rule(BOTH, CASES, person="citizen"),
    "rights:request": Rule(GET, CASES, person="rights"),
    "rights:act": Rule(POST, CASES, person="rights"),
    "rights:piece": Rule(BOTH, ASSESSING, person="rights"),
    "rights:file": Rule(GET, ASSESSING, person="rights_given"),
    "rights:packed": Rule(GET, ASSESSING, person="rights_given"),
    "file:few": Rule(BOTH, CASES, person="citizen"),
    "file:insider": Rule(POST, LEADER),
    "file:end_few": Rule(POST, LEADER),
    "retention:overview": Rule(GET, SETTINGS),
    "retention:count": Rule(POST, LEADER),
    "retention:draft": Rule(POST, LEADER),
    "retention:listed": Rule(GET, LEADER),
    "retention:protocol": Rule(GET, SETTINGS),
    "retention:names": Rule(GET, LEADER),
    "retention:approve": Rule(POST, SETTINGS),
    "retention:withdraw": Rule(POST, SETTINGS),
    "retention:holds": Rule(BOTH, CASES, person="citizen"),
    "reporting:measures": Rule(GET, LEADER),
    "reporting:measure": Rule(GET, LEADER),
    "reporting:rows": Rule(GET, LEADER),
    "reporting:paper": Rule(GET, LEADER),
    "reporting:export": Rule(GET, LEADER),
    "reporting:log": Rule(GET, SETTINGS),
    "reporting:exports": Rule(GET, SETTINGS),
    "reporting:log_finding": Rule(BOTH, LEADER),
    "drafts:mine": Rule(GET, CASES),
    "drafts:waiting": Rule(GET, CASES),
    "drafts:save": Rule(POST, CASES),
    "drafts:open": Rule(POST, CASES),
    "drafts:discard": Rule(POST, CASES),
    "drafts:hand_on": Rule(POST, LEADER),
    "drafts:discard_left": Rule(POST, LEADER),
}


# Things that most of the addresses about them name alone.
NAMED = ("course", "session", "ended", "follow_up", "rights", "rights_given", "request", "clock")


def patterns() -> Iterator[tuple[str, str, URLPattern]]:
    """Name, path and pattern of every address."""

    def walk(
        resolver: URLResolver, prefix: str, space: str
    ) -> Iterator[tuple[str, str, URLPattern]]:
        for one in resolver.url_patterns:
            path = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                inner = f"{one.namespace}:" if one.namespace else space
                yield from walk(one, path, inner)
            else:
                yield f"{space}{one.name}", path, one

    yield from walk(get_resolver(), "", "")


def public_names() -> list[str]:
    """The addresses that a citizen opens: those that no rule of the staff names."""
    return [name for name, path, _one in patterns() if not path.startswith(("staff/", "health/"))]


def of_retention(rows: dict[str, Any]) -> dict[str, list[Any]]:
    """The addresses of a protocol, and of a list by kind and year."""
    named = ("protocol", "names", "approve", "withdraw")
    protocols = {f"retention:{name}": [rows["protocol"].pk] for name in named}
    return {"retention:listed": ["social", 2020], **protocols}


def address(name: str, rows: dict[str, Any], *, verb: str = "assign") -> str:
    """The path of an address, with the things of `rows` in it."""
    inquiry, booking, closure = rows["inquiry"], rows["booking"], rows["closure"]
    course = rows["course"]
    arguments: dict[str, list[Any]] = {
        **{f"reporting:{one}": ["completed"] for one in ("measure", "rows")},
        "treatment:set_up": [rows["grant"].pk],
        **{name: [rows[rule.person].pk] for name, rule in RULES.items() if rule.person in NAMED},
        "treatment:act": [course.pk, "plan-talk"],
        **of_retention(rows),
        **{f"intake:{one}": [inquiry.pk] for one in ("inquiry", "book", "assessment")},
        "intake:act": [inquiry.pk, verb],
        **{name: [booking.pk] for name, rule in RULES.items() if rule.person == "booking"},
        **{name: [inquiry.citizen_id] for name, rule in RULES.items() if rule.person == "citizen"},
        "rights:act": [rows["rights"].pk, "assign"],
        "rights:piece": [rows["rights"].pk, 1],
        **{one: [rows[rule.person].pk] for one, rule in RULES.items() if rule.person in WRITTEN},
        "intake:end_absence": [rows["absence"].pk],
        "intake:reopen_day": [closure.pk],
        "intake:look_up_review": [rows["look_up"].pk],
        "reporting:log_finding": [rows["finding"].pk],
        "file:insider": [inquiry.citizen_id],
        "file:end_few": [inquiry.citizen_id, inquiry.citizen_id],
        "intake:close_slot": [rows["slot"].pk],
        "intake:reopen_slot": [rows["slot"].pk],
        **{f"intake:{one}_filter": [rows["filter"].pk] for one in ("change", "remove")},
        "staff:remove_passkey": [rows["passkey"].pk],
        "intake:finish_assessment": [rows["visitation"].pk],
        "intake:assessment_part": [rows["visitation"].pk, "use"],
        "intake:prepare_decision": [rows["visitation"].pk, "alcohol"],
        "intake:decision": [rows["decision"].pk],
        "intake:change_decision": [rows["decision"].pk],
        "intake:decision_sheet": [rows["decision"].pk],
        "intake:decision_act": [rows["decision"].pk, "send"],
        "post:letter": [rows["letter"].pk],
        **{f"staff:{one}": [User.objects.get(username="colleague").pk] for one in OF_THE_STAFF},
        "complaints:complaint": [rows["complaint"].pk],
        "complaints:reassess": [rows["complaint"].pk],
        "complaints:act": [rows["complaint"].pk, "acknowledge"],
    }
    return reverse(name, args=arguments.get(name, []))


def verbs() -> list[str]:
    """Everything that can be done on an inquiry's page."""
    return list(ACTS)


def somebody(house: House, role: str) -> Any:
    """The person of the house with this role."""
    return getattr(house, role)


def other_unit() -> Unit:
    """The unit that the rows of `rows_behind` do not belong to."""
    return Unit.objects.get(key="youth")


def nobodys(model: type[Inquiry] | type[Booking]) -> UUID:
    """A number that no row has."""
    number = uuid4()
    assert not model._default_manager.filter(pk=number).exists()
    return number
