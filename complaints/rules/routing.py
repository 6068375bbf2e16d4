"""Where a complaint goes: by the law, with the council's own words where it has some (domain 5). Pure.

The law decides the way; a standard names offices, and gives a citizen more, never less. So no text of a
council makes a decision on alcohol treatment one for the appeals board (domain 9 no. 9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from centre.standard.law import complaint_guidance
from centre.standard.rules import centre_office, complaint_route
from centre.standard.schema import Area as AreaWord
from centre.standard.schema import ComplaintAbout, ComplaintRoute, Recipient, Standard
from complaints.choices import About, Track
from intake.choices import Area

# The offices of today; where a standard names another one that took their place, it is as a reading
# in its file (domain 9 no. 8).
APPEALS_BOARD: Final = Recipient(
    name="Ankestyrelsen",
    postcode="7998",
    city="Statsservice",
    phones=("33411200",),
    email="sikkermail@ast.dk",
    web="www.ast.dk",
)
PATIENT_BOARD: Final = Recipient(name="Styrelsen for Patientklager", web="www.stpk.dk")
# Two years from when one knew, never more than five after it happened (C18).
PATIENT_YEARS: Final = (2, 5)
# An answer to whether somebody may see their file is due in so many working days (C32).
ACCESS_WORKING_DAYS: Final = 7

# One word for "a decision" on every kind of treatment: what it is called follows from the kind.
DECISIONS: Final[Mapping[str, About]] = {
    Area.DRUGS: About.DECISION,
    Area.ALCOHOL: About.ALCOHOL_DECISION,
    Area.ANONYMOUS_DRUGS: About.ANONYMOUS_DECISION,
    Area.SUBSTITUTION: About.HEALTH_TREATMENT,
}
# Treatment under the Health Act: the patients' board hears of the treatment and the record.
HEALTH: Final = frozenset({Area.ALCOHOL, Area.SUBSTITUTION})
# What is decided on under the Act on Social Services or, for the young, the Children's Act.
OVER_DECISIONS: Final = frozenset(
    {About.DECISION, About.PLAN, About.GUARANTEE, About.PREGNANT_DRUGS}
)
PATIENT: Final = frozenset({About.HEALTH_TREATMENT, About.HEALTH_RECORDS, About.PREGNANT_ALCOHOL})
AREA_WORDS: Final[Mapping[str, AreaWord]] = {
    Area.ALCOHOL: "alcohol",
    Area.DRUGS: "drugs",
    Area.ANONYMOUS_DRUGS: "anonymous_drugs",
    Area.SUBSTITUTION: "substitution",
}


@dataclass(frozen=True)
class Way:
    """Where a complaint goes, by when, and who decides in the end.

    `nobody`: no other authority decides; the leader answers, and what is offered instead is told.
    `to_leader`: the office is the centre's, and its leader is meant. `office` is None where neither law
    nor standard names an authority elsewhere.
    """

    about: str
    area: str
    track: Track
    office: Recipient | None = None
    weeks: int | None = None
    years: tuple[int, int] | None = None
    reassessed: bool = False
    appeal: Recipient | None = None
    nobody: bool = False
    to_leader: bool = False
    children: bool = False
    digital: bool = False
    forms: bool = False
    helpers: bool = False
    nameless: bool = False
    adviser: Recipient | None = None
    basis: str = ""
    from_standard: bool = False


def about_for(about: str, area: str) -> About:
    """What a complaint is called for a kind of treatment: a decision on alcohol is not one on drugs."""
    if about in (About.DECISION, About.ALCOHOL_DECISION, About.ANONYMOUS_DECISION):
        return DECISIONS[area]
    if about in (About.PREGNANT_DRUGS, About.PREGNANT_ALCOHOL):
        return About.PREGNANT_ALCOHOL if area == Area.ALCOHOL else About.PREGNANT_DRUGS
    return About(about)


def way_for(standard: Standard, about: str, area: str, *, young: bool = False) -> Way:
    """The way of a complaint about this, on this kind of treatment.

    `young`: the children's authority has decided, not the centre (BL § 33).
    """
    word = about_for(about, area)
    told = _told(standard, word, area)
    if young and area == Area.DRUGS and word in OVER_DECISIONS:
        return _childrens_authority(standard, word, area)
    if word == About.PROVIDER:
        return _inspectorate(standard, told, area)
    if _is_the_patients_boards(word, area):
        return _patients_board(standard, word, area, told)
    if word == About.ACCESS:
        return _access(standard, word, area, told)
    if word in OVER_DECISIONS and area == Area.DRUGS:
        return _appeal(standard, word, area, told)
    return _leader(standard, word, area, told)


def _told(standard: Standard, word: About, area: str) -> ComplaintRoute | None:
    """What the council's own text says of it; a text that lists the kinds it is for is taken at its word."""
    about: ComplaintAbout = word.value  # type: ignore[assignment]
    found = complaint_route(standard, about, AREA_WORDS[area])
    return found if found is not None and found.key != "citizens_adviser" else None


def _is_the_patients_boards(word: About, area: str) -> bool:
    """Treatment and records under the Health Act, and the medical guarantee (domain 5, rows 6, 7, 9)."""
    if word in PATIENT:
        return True
    late = word == About.GUARANTEE and area == Area.SUBSTITUTION
    # The file of a treatment under the Health Act is a health record (Skanderborg 8.1).
    return late or (word == About.ACCESS and area in HEALTH)


def _appeal(standard: Standard, word: About, area: str, told: ComplaintRoute | None) -> Way:
    """Looked at again in four weeks, then the appeals board (RSL §§ 60, 66, 67).

    The plan too, where only Haderslev says so, and the guarantee, where Rebild's text on time could be
    read the other way: what may be appealed is never kept back (domain 5, rows 2 and 3).
    """
    general = _told(standard, About.DECISION, area)
    named = told or general
    by_law = complaint_guidance("drugs")
    return Way(
        about=word,
        area=area,
        track=Track.APPEAL,
        office=(named.recipient if named else None) or centre_office(standard),
        weeks=max(by_law.weeks or 0, (named.deadline_weeks or 0) if named else 0),
        reassessed=True,
        appeal=APPEALS_BOARD,
        digital=bool(named and named.digital),
        helpers=_helped(standard),
        adviser=_adviser(standard, area),
        basis=str(by_law.basis),
        from_standard=told is not None,
    )


def _access(standard: Standard, word: About, area: str, told: ComplaintRoute | None) -> Way:
    """No deadline, and the same instance as the case itself (domain 5, row 8); anonymous: nobody."""
    if area != Area.DRUGS:
        return _leader(standard, word, area, told)
    return Way(
        about=word,
        area=area,
        track=Track.APPEAL,
        office=(told.recipient if told else None) or centre_office(standard),
        reassessed=True,
        appeal=APPEALS_BOARD,
        helpers=_helped(standard),
        adviser=_adviser(standard, area),
        basis="FVL § 16 stk. 4",
        from_standard=told is not None,
    )


def _patients_board(standard: Standard, word: About, area: str, told: ComplaintRoute | None) -> Way:
    """The digital form on borger.dk, a paper one for who cannot use it (domain 5, rows 6, 7, 9)."""
    health = told or _told(standard, About.HEALTH_TREATMENT, area)
    return Way(
        about=word,
        area=area,
        track=Track.ELSEWHERE,
        office=PATIENT_BOARD,
        years=PATIENT_YEARS,
        digital=True,
        forms=True,
        helpers=_helped(standard),
        adviser=_adviser(standard, area),
        basis="SUL § 142" if area == Area.SUBSTITUTION else "SUL",
        from_standard=health is not None,
    )


def _childrens_authority(standard: Standard, word: About, area: str) -> Way:
    """Who decides about the young also looks at it again (domain 5, row 17)."""
    unit = standard.youth.children_unit if standard.youth else None
    return Way(
        about=word,
        area=area,
        track=Track.ELSEWHERE,
        office=Recipient(name=unit) if unit else None,
        weeks=complaint_guidance("drugs").weeks,
        appeal=APPEALS_BOARD,
        children=True,
        helpers=_helped(standard),
        adviser=_adviser(standard, area),
        basis="BL § 33",
    )


def _inspectorate(standard: Standard, told: ComplaintRoute | None, area: str) -> Way:
    """Whoever knows of bad conditions may tell the inspectorate, without a name (domain 5, row 13)."""
    return Way(
        about=About.PROVIDER,
        area=area,
        track=Track.ELSEWHERE,
        office=told.recipient if told else None,
        nameless=True,
        from_standard=told is not None,
    )


def _leader(standard: Standard, word: About, area: str, told: ComplaintRoute | None) -> Way:
    """The leader answers, there is no deadline, and nobody else decides (domain 5, rows 4, 5, 12)."""
    own = told.recipient if told is not None and told.possible else None
    named = own or _the_leaders(standard)
    return Way(
        about=word,
        area=area,
        track=Track.SERVICE,
        office=named or centre_office(standard),
        to_leader=named is None,
        nobody=word in (About.ALCOHOL_DECISION, About.ANONYMOUS_DECISION),
        nameless=True,
        helpers=_helped(standard),
        adviser=_adviser(standard, area),
        basis=_basis(word, area),
        from_standard=told is not None,
    )


def _the_leaders(standard: Standard) -> Recipient | None:
    """Where the leader is written to; one leader leads all kinds of treatment."""
    found = (complaint_route(standard, "case_handling", area) for area in AREA_WORDS.values())
    return next((one.recipient for one in found if one is not None and one.recipient), None)


def _basis(word: About, area: str) -> str:
    if word in (About.ALCOHOL_DECISION, About.ANONYMOUS_DECISION):
        return str(complaint_guidance(AREA_WORDS[area]).basis)
    return ""


def _helped(standard: Standard) -> bool:
    """Whether the council says that others may help; anybody may bring somebody along by law (FVL § 8)."""
    return any(one.helpers for one in standard.complaints)


def _adviser(standard: Standard, area: str) -> Recipient | None:
    """The council's own citizens' adviser, where it has one (Skanderborg 8.4)."""
    found = complaint_route(standard, "independent_advice", AREA_WORDS[area])
    return found.recipient if found is not None else None
