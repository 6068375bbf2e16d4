"""Everything that lets the house run on a bare machine: embedded servers, keys, supervisor.

Nothing in here is needed where `DATABASE_URL` and `REDIS_URL` name real servers.
"""
