"""Are there real servers to test against? `python -m tests.reach DATABASE_URL REDIS_URL`.

Exits with 0 and says their versions, or with 1 and says what is missing.
"""

import sys

import psycopg
import redis

OLDEST_POSTGRES = 150_000  # as Postgres counts: 15.0


def main(database: str, broker: str) -> int:
    """Ask both, and whether the role may make databases and roles, as the suite must."""
    try:
        with psycopg.connect(database, connect_timeout=3) as connection:
            version = connection.info.server_version
            allowed = connection.execute(
                "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        with redis.Redis.from_url(broker, socket_timeout=3, socket_connect_timeout=3) as client:
            broker_version = client.info("server")["redis_version"]
    except (psycopg.Error, redis.RedisError) as error:
        print(f"No real servers: {type(error).__name__}", file=sys.stderr)
        return 1
    if version < OLDEST_POSTGRES or allowed != (True,):
        print("The real Postgres is too old, or the role is no superuser.", file=sys.stderr)
        return 1
    print(f"Postgres {version // 10_000}.{version % 10_000}, Redis {broker_version}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
