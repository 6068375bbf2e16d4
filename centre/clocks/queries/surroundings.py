"""What the house stands on: room on the disk, one time, the queue, and a copy that can be restored."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import redis
from django.conf import settings

from centre.clocks.queries.health import skew
from config.local.places import LEAST_FREE

WAIT_SECONDS = 1.0
# Moments are told to the minute: a difference that can be read is one too many.
MOST_SKEW = 60.0


@dataclass(frozen=True)
class Surroundings:
    """None is what nobody knows: it is said as such, never taken for well."""

    skew: int | None
    free: int | None
    queued: int | None
    backup_at: datetime | None
    restored_at: datetime | None

    @property
    def wrong(self) -> list[str]:
        """What is known and is not well."""
        found = []
        if self.free is not None and self.free < LEAST_FREE:
            found.append("disk")
        if self.skew is not None and abs(self.skew) >= MOST_SKEW:
            found.append("time")
        return found

    @property
    def unknown(self) -> list[str]:
        told = {
            "disk": self.free,
            "time": self.skew,
            "queue": self.queued,
            "backup": self.backup_at,
            "restore": self.restored_at,
        }
        return [name for name, value in told.items() if value is None]


def surroundings(moment: datetime) -> Surroundings:
    """What can be known from here, as seen from this very moment."""
    return Surroundings(
        # First: whatever is waited for meanwhile would count as a difference.
        skew=skew(moment),
        free=_free(),
        queued=_queued(),
        backup_at=_stamped(settings.BACKUP_STAMP),
        restored_at=_stamped(settings.RESTORE_STAMP),
    )


def _free() -> int | None:
    try:
        return shutil.disk_usage(settings.LOCAL_DIR).free
    except OSError:
        return None


def _queued() -> int | None:
    """Tasks that no worker has taken yet."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=WAIT_SECONDS, socket_connect_timeout=WAIT_SECONDS
    )
    try:
        prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
        names = (f"{prefix}{name}" for name in settings.CELERY_TASK_QUEUES)
        return sum(int(str(client.llen(name))) for name in names)
    except (redis.RedisError, OSError):
        return None
    finally:
        client.close()


def _stamped(path: str) -> datetime | None:
    """When a file was last touched: whoever takes a backup touches it once the backup is whole."""
    if not path:
        return None
    try:
        return datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
    except OSError:
        return None
