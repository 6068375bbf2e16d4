"""Who is logged in."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from centre.staff import sessions
from centre.staff.models import User


class StaffBackend(ModelBackend):
    """Django's own, but for the person who has come with the session already."""

    def get_user(self, user_id: Any) -> User | None:
        person = sessions.person_read(user_id)
        if person is None:
            other: User | None = super().get_user(user_id)
            return other
        return person if self.user_can_authenticate(person) else None
