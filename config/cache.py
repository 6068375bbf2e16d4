"""The cache's client, made once a process: the driver's takes longer to make than to ask.

And counting, which is one question to the cache in place of five.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from django.core.cache.backends import redis
from redis import Redis
from redis.commands.core import Script

# Its keys: the count, and the mark of whom it counts once. Given: how many seconds both live.
COUNT: Final = """
local before = KEYS[2] and redis.call('GET', KEYS[2])
if before then return tonumber(before) end
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
if KEYS[2] then redis.call('SET', KEYS[2], count, 'EX', ARGV[1]) end
return count
"""


class KeptClient(redis.RedisCacheClient):
    """Django's client, which keeps its connections, and now what speaks through them too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Redis:
        pool = self._get_connection_pool(write)  # type: ignore[attr-defined]
        if id(pool) not in self._kept:
            self._kept[id(pool)] = super().get_client(key, write=write)
        return self._kept[id(pool)]

    def counted(self, keys: Sequence[str], seconds: int) -> int:
        client = self.get_client(keys[0], write=True)
        return int(self._script(keys=keys, args=[seconds], client=client))

    @cached_property
    def _script(self) -> Script:
        return self.get_client(write=True).register_script(COUNT)


class RedisCache(redis.RedisCache):
    """Django's cache through the kept client."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    def count(self, key: str, *, seconds: int, once: str = "") -> int:
        """Add one to a count that lives so long, and answer with it.

        The same `once` adds nothing a second time: it is answered with the count of its first.
        """
        keys = [self.make_and_validate_key(one) for one in (key, once) if one]
        client = self._cache
        assert isinstance(client, KeptClient)
        return client.counted(keys, seconds)
