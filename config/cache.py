"""The cache's client, made once a process: the driver's takes longer to make than to ask."""

from typing import Any

from django.core.cache.backends import redis
from redis import Redis


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


class RedisCache(redis.RedisCache):
    """Django's cache through the kept client."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient
