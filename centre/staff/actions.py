"""What happens to the logins of the staff."""

from datetime import datetime

from centre.staff.models import Login


def forget_ended_logins(*, at: datetime) -> int:
    """Remove the sessions that have ended, by one statement; how many they were.

    Nobody who logs out leaves one behind: these are of browsers that were closed.
    """
    return Login.objects.filter(expire_date__lte=at).delete()[0]
