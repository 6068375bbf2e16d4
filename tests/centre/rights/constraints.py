"""How to break the constraints of requests about a citizen's own data."""

import uuid
from datetime import UTC, datetime, timedelta

from centre.rights.models import Piece, RequestEvent, RightsRequest
from tests.centre.post.constraints import letter
from tests.centre.rights.cases import ASKED_AT, asked
from tests.constraints import UNKNOWN, breaks, changed, citizen, unknown_word
from tests.factories import House


def access(house: House) -> RightsRequest:
    return asked(house, citizen(house, name="Ærø Ødegård"))


def correction(house: House) -> RightsRequest:
    return asked(house, citizen(house, name="Ærø Ødegård"), right="correction")


def piece(house: House, request: RightsRequest | None = None, **changes: object) -> Piece:
    given = {
        "number": 1, "source": "intake.Inquiry", "source_id": str(uuid.uuid4()), "regime": "social",
        "title": "Din henvendelse",
    }  # fmt: skip
    return Piece.objects.create(request=request or access(house), **{**given, **changes})


for _field in ("channel", "asked"):
    unknown_word(f"rights_{_field}_known", _field, access)
unknown_word("rights_piece_regime_known", "regime", piece)
unknown_word("rights_piece_ground_known", "ground", piece)


@breaks("rights_right_known")
def _(house: House) -> None:
    changed(access(house), right=UNKNOWN)


@breaks("rights_asker_known")
def _(house: House) -> None:
    changed(access(house), asker=UNKNOWN, asker_name="X", authority_seen_on=ASKED_AT.date())


@breaks("rights_status_known")
def _(house: House) -> None:
    changed(access(house), status=UNKNOWN)


def answered(house: House, **changes: object) -> None:
    told = {
        "status": "answered", "answered_at": ASKED_AT, "answered_by": house.leader,
        "letter": letter(house),
    }  # fmt: skip
    changed(access(house), **{**told, **changes})


@breaks("rights_outcome_of_its_right")
def _(house: House) -> None:
    answered(house, outcome="corrected")


@breaks("rights_not_received_in_the_future")
def _(house: House) -> None:
    changed(access(house), registered_at=ASKED_AT - timedelta(seconds=1))


@breaks("rights_received_on_is_the_danish_day")
def _(house: House) -> None:
    late = datetime(2026, 12, 9, 23, 30, tzinfo=UTC)
    changed(access(house), received_at=late, received_on=late.date())


@breaks("rights_access_to_something")
def _(house: House) -> None:
    changed(access(house), wants_file=False, wants_log=False)


@breaks("rights_correction_says_what")
def _(house: House) -> None:
    changed(correction(house), about="")


@breaks("rights_somebody_else_with_authority")
def _(house: House) -> None:
    changed(access(house), asker="represents", asker_name="Ida")


@breaks("rights_ready_says_who_looked")
def _(house: House) -> None:
    changed(access(house), status="ready")


@breaks("rights_answered_whole")
def _(house: House) -> None:
    changed(access(house), status="answered")


@breaks("rights_not_met_says_why")
def _(house: House) -> None:
    answered(house, outcome="refused")


@breaks("rights_file_of_what_was_given")
def _(house: House) -> None:
    changed(access(house), file=letter(house, kind="whole_file"))


@breaks("rights_event_numbered_once")
def _(house: House) -> None:
    request = access(house)
    RequestEvent.objects.create(
        request=request, number=1, type="assign", by=house.leader, at=ASKED_AT
    )


@breaks("rights_event_type_known")
def _(house: House) -> None:
    request = access(house)
    RequestEvent.objects.create(request=request, number=9, type="?", by=house.leader, at=ASKED_AT)


@breaks("rights_piece_numbered_once")
def _(house: House) -> None:
    first = piece(house)
    piece(house, request=first.request)


@breaks("rights_piece_once")
def _(house: House) -> None:
    first = piece(house)
    piece(house, request=first.request, number=2, source_id=first.source_id)


@breaks("rights_piece_looked_at_by_somebody")
def _(house: House) -> None:
    changed(piece(house), looked_at=ASKED_AT)


@breaks("rights_piece_has_a_title")
def _(house: House) -> None:
    changed(piece(house), title="")


@breaks("rights_piece_sheet_of_what_is_given")
def _(house: House) -> None:
    changed(piece(house), sheet_given=True)


@breaks("rights_young_said_to_custody")
def _(house: House) -> None:
    changed(access(house), young_said="agrees")
