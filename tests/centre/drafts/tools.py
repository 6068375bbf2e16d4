"""What the tests of drafts share: pages that write, and the words they hold."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from centre.drafts.actions import save
from centre.drafts.models import Draft
from centre.drafts.rules import Hand
from centre.staff.models import User
from tests.conftest import moment

AT = moment("2026-12-10 10.42")
REGISTER = "inquiry.register"
NOTE = "Kanarie Ødegård ringede grædende"


def tab() -> str:
    """A page's own number."""
    return uuid4().hex


class Page:
    """One open page: it counts its savings and remembers which version it has seen."""

    def __init__(self, user: User, *, form: str = REGISTER, subject: str = "") -> None:
        self.user, self.form, self.subject = user, form, subject
        self.tab, self.turn = tab(), 0
        self.seen: UUID | None = None

    def hand(self, turn: int) -> Hand:
        return Hand(self.tab, self.seen, turn)

    def write(self, text: str, *, at: datetime = AT, turn: int | None = None) -> Draft:
        """Save what the page holds and remember its version, as the script does."""
        if turn is None:
            self.turn += 1
        draft = save(
            form=self.form,
            subject=self.subject,
            content={"note": [text]},
            hand=self.hand(self.turn if turn is None else turn),
            by=self.user,
            at=at,
        )
        self.seen = draft.version
        return draft


def told(user: User, text: str = NOTE, **more: Any) -> dict[str, str]:
    """What the page's script posts."""
    return {
        "form": REGISTER,
        "subject": "",
        "author": str(user.pk),
        "draft_tab": tab(),
        "draft_seen": "",
        "draft_turn": "1",
        "content": json.dumps({"note": [text]}),
        **more,
    }


def written() -> str:
    """The note of the only draft there is."""
    return str(json.loads(Draft.objects.get().content)["note"][0])
