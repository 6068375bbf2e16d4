"""`python -m tests.bench.catcher PORT`: a mail server that takes every letter and keeps none.

A program of its own, so that its share of the two cores can be told apart from ours.
"""

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Catcher:
    """Says yes to each letter at once, as a relay beside the house would."""

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return "250 OK"


async def listen(port: int) -> None:
    """Until it is told to stop."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Catcher()), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(listen(int(sys.argv[1])))
