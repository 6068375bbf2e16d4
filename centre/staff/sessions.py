"""Sessions of the staff: each is read together with whose it is, in one statement.

Django asks first for the session, then for the person whose number it finds in it.
"""

from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import CharField, DateTimeField
from django.utils import timezone
from django.utils.module_loading import import_string

from centre.staff.models import Login, User
from centre.standard import queries as standard
from centre.statement import Question, Told

# All that a session holds beside Django's own: when it began, was last used, when somebody last showed
# who they are, and in which browser. Of somebody who is half way in: who, since when, and where to. The
# number of the secret for an app that this browser, and no other, is being shown.
BEGAN, SEEN, PROVED, DEVICE, HALF = "began_at", "seen_at", "proved_at", "device", "half"
SHOWN = "factor_shown"
# What the browser was asked to sign by a passkey, until it has answered.
ASKED = "passkey_asked"
# The hash of the name that the council's provider has for its own session.
PROVIDERS = "provider_session"

# The person of the session that was read last, until somebody asks who is logged in.
_read: ContextVar[User | None] = ContextVar("_read", default=None)


class SessionStore(db.SessionStore):
    """Django's, in a table that knows whose each one is."""

    @classmethod
    def get_model_class(cls) -> type[Login]:
        return Login

    def create_model_instance(self, data: dict[str, Any]) -> Login:
        row = super().create_model_instance(data)
        assert isinstance(row, Login)
        row.user_id = data.get(SESSION_KEY)
        row.provider_session = data.get(PROVIDERS, "")
        return row

    def load(self) -> dict[str, Any]:
        # By Django's own clock, which wrote when it ends.
        found = _logins(settings.MUNICIPALITY).rows(key=self.session_key, now=timezone.now())
        row = found[0] if found else None
        _read.set(_person(row) if row is not None else None)
        if row is None:
            # A key that leads to no session is not taken over: somebody may have planted it.
            self._session_key = None
            return {}
        return self.decode(row.session_data)


def person_read(user_id: Any) -> User | None:
    """The person who was read with the session, once; None where that is not the one asked for."""
    person = _read.get()
    _read.set(None)
    return person if person is not None and person.pk == user_id else None


@lru_cache(maxsize=8)
def _logins(municipality: str) -> Question[Login]:
    """One that runs, with the person and all that every page asks with one."""
    more = {name: import_string(path)() for name, path in settings.READ_WITH_A_PERSON.items()}
    logins = Login.objects.select_related("user__unit")
    logins = logins.annotate(standards=standard.told(municipality), **more)
    one = {"session_key": Told("key", CharField()), "expire_date__gt": Told("now", DateTimeField())}
    return Question(logins.filter(**one))


def _person(row: Any) -> User | None:
    """The person of a session, with what was asked for beside it."""
    person: User | None = row.user
    if person is not None:
        standard.take(row.standards)
        for name in settings.READ_WITH_A_PERSON:
            setattr(person, name, getattr(row, name))
    return person
