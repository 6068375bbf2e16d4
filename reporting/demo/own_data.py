"""What citizens ask about their own data, in every state: of people who have been in treatment a while."""

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any

from centre.citizens.models import Citizen
from centre.rights import actions as rights
from centre.rights.actions import Asking
from centre.rights.actions.answer import Sent
from centre.rights.choices import Asked, Channel, Outcome, Right
from centre.rights.models import RightsRequest
from centre.rights.queries.answer import usual_channel
from centre.rights.queries.parts import beyond
from centre.staff.models import User
from reporting.demo.stories import Teller
from treatment.models import Course

ALL_OF_IT = "Jeg vil gerne se alt, hvad I har skrevet om mig."
WHO = "Jeg vil vide, hvem der har kigget i min sag."
WRONG = "Der står, at jeg bor alene. Det gør jeg ikke. Jeg bor sammen med min søn."
ABOUT = "Samtalen om min bolig"
PUT_RIGHT = "Vi har skrevet en ny linje: Du bor sammen med din søn."
KEPT = "Det er det, du fortalte den dag. Det, du siger nu, står ved siden af."
# The day on which each of them came, so many days ago, and what became of it since.
STORIES: tuple[tuple[int, str], ...] = (
    (1, "received"), (3, "collected"), (5, "ready"), (13, "given"), (19, "late"), (4, "withdrawn"),
    (6, "wrong"), (16, "kept"), (22, "put right"),
)  # fmt: skip


def tell_own_data(tell: Teller, *, seed: int) -> None:
    """Each story of somebody else, as long as there are people in treatment for them."""
    chance = Random(f"own data:{seed}")  # noqa: S311 - invented people  # nosec B311
    whom = _in_treatment(tell)
    for (days_ago, became), citizen in zip(STORIES, whom, strict=False):
        said: dict[str, Any] = {"right": Right.ACCESS, "words": ALL_OF_IT, "wants_file": True}
        if became in ("wrong", "kept", "put right"):
            said = {
                "right": Right.CORRECTION, "words": WRONG, "about": ABOUT, "asked": Asked.SOCIAL,
            }  # fmt: skip
        elif became == "received":
            said |= {"words": WHO, "wants_log": True}
        channel = chance.choice((Channel.ORAL, Channel.LETTER, Channel.DIGITAL_POST))
        asking = Asking(channel=channel, form_key=tell.key(), **said)
        at = tell.moment(days_ago, 9)
        request, _new = rights.register(
            citizen_id=citizen.pk, asking=asking, received_at=at, unit=tell.team.main,
            by=tell.team.caseworker, at=at,
        )  # fmt: skip
        _SINCE[became](tell, request, days_ago)


def _in_treatment(tell: Teller) -> Iterator[Citizen]:
    """Those whose whole file the caseworker may read, each once."""
    known = set()
    rows = Course.objects.running().filter(unit=tell.team.main, citizen__isnull=False)
    for course in rows.select_related("citizen").order_by("begun_on", "inquiry__received_at", "id"):
        citizen, at = course.citizen, tell.moment(0)
        if citizen is None or citizen.pk in known or beyond(tell.team.caseworker, citizen, at):
            continue
        known.add(citizen.pk)
        yield citizen


def _nothing(_tell: Teller, _request: RightsRequest, _days_ago: int) -> None:
    """Nobody has done anything yet."""


def _collected(tell: Teller, request: RightsRequest, days_ago: int) -> None:
    at = tell.moment(max(days_ago - 1, 0), 11)
    rights.collect(request_id=request.pk, by=tell.team.colleague, at=at)


def _ready(tell: Teller, request: RightsRequest, days_ago: int) -> None:
    """Looked through by a colleague; the caseworker is the other pair of eyes."""
    by = tell.team.colleague
    _collected(tell, request, days_ago)
    at = tell.moment(max(days_ago - 2, 0), 13)
    _look_through(request, by, at)
    rights.make_ready(request_id=request.pk, names_staff=False, words="", by=by, at=at)


def _look_through(request: RightsRequest, by: User, at: datetime) -> None:
    for piece in request.pieces.all():
        if piece.waits:
            rights.look_at(
                request_id=request.pk, number=piece.number, version=piece.version, seen=piece.pk,
                ground=piece.ground, hidden="", everywhere="", by=by, at=at,
            )  # fmt: skip


def _given(tell: Teller, request: RightsRequest, days_ago: int) -> None:
    _ready(tell, request, days_ago)
    at = tell.moment(max(days_ago - 3, 0), 14)
    # What happened since it was collected is in it too.
    rights.give(
        request_id=request.pk, sent=Sent(usual_channel(request)), by=tell.team.caseworker, at=at
    )


def _withdrawn(tell: Teller, request: RightsRequest, days_ago: int) -> None:
    at = tell.moment(max(days_ago - 1, 0), 12)
    rights.withdraw(
        request_id=request.pk, words="Har talt med Mette og vil ikke se det alligevel.",
        by=tell.team.caseworker, at=at,
    )  # fmt: skip


def _answered(outcome: Outcome, words: str) -> Callable[[Teller, RightsRequest, int], None]:
    def answer(tell: Teller, request: RightsRequest, days_ago: int) -> None:
        rights.answer_correction(
            request_id=request.pk, outcome=outcome, words=words, channel=usual_channel(request),
            by=tell.team.caseworker, at=tell.moment(max(days_ago - 5, 0), 10),
        )  # fmt: skip

    return answer


_SINCE: dict[str, Callable[[Teller, RightsRequest, int], None]] = {
    "received": _nothing,
    "late": _nothing,
    "wrong": _nothing,
    "collected": _collected,
    "ready": _ready,
    "given": _given,
    "withdrawn": _withdrawn,
    "kept": _answered(Outcome.MAINTAINED, KEPT),
    "put right": _answered(Outcome.CORRECTED, PUT_RIGHT),
}
