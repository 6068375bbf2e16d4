"""When counsellors are taken up by other work: each app above tells it by a dotted name of the settings."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

# Whose time, from when, until when.
Busy = tuple[int, datetime, datetime]
Ask = Callable[[Collection[int], datetime, datetime], Iterable[Busy]]
Stretch = tuple[datetime, datetime]


def busy(
    counsellor_ids: Collection[int], since: datetime, until: datetime
) -> Mapping[int, Sequence[Stretch]]:
    """What takes up the time of each between two moments; empty for who is not named."""
    found: dict[int, list[Stretch]] = defaultdict(list)
    asked: list[Ask] = [import_string(name) for name in settings.BUSY_TIMES]
    for ask in asked:
        for counsellor_id, begins, ends in ask(counsellor_ids, since, until):
            found[counsellor_id].append((begins, ends))
    return found
