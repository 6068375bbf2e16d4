"""Who is logged in, fetched together with the unit that every page and every scope asks for."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from centre.staff.models import User


class StaffBackend(ModelBackend):
    """Django's own, in one query instead of two."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
