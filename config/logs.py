"""Log lines without personal data: one line an event, numbers and addresses masked."""

import logging
import re
import time
from collections.abc import Mapping
from typing import Any

from gunicorn.glogging import Logger as GunicornLogger

# A CPR number or its replacement, an e-mail address, a Danish or foreign telephone number.
_CPR = re.compile(r"\b\d{6}[- ]?[0-9A-Z]{4}\b")
_MAIL = re.compile(r"[^\s@\"'<>]{1,64}@[^\s@\"'<>]{1,255}")
_PHONE = re.compile(r"(?<![\w.:-])(?:\+|00)?(?:45)?[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}(?![\w:-])")

# Asked at each `?` alone: a long path is looked through once.
_QUERY = re.compile(r"(?<=\S)\?[^\s\"]+")


def scrubbed(text: str) -> str:
    """The text with everything that looks like a person's number or address masked."""
    for pattern, word in ((_CPR, "[number]"), (_MAIL, "[mail]"), (_PHONE, "[phone]")):
        text = pattern.sub(word, text)
    return text


class Scrub(logging.Filter):
    """Mask the finished message, on one line; a query string is cut from every address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping) and "exc" in record.args:
            # Celery puts the words of an error into its line, and they may hold a row of a table.
            kind = record.exc_info[0] if record.exc_info else None
            record.args = {**record.args, "exc": kind.__name__ if kind else "error"}
        message = _QUERY.sub("?…", record.getMessage())
        record.msg, record.args = " ".join(scrubbed(message).split()), None
        return True


class NotTheVisitor(logging.Filter):
    """Leave out where a citizen looked or what was mistyped: the moment alone could point to one.

    Of the public pages only our own faults are told; of the staff's, also what was refused. That
    something is missing is the health page's answer, no fault of it: whoever asked is told.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        path = getattr(getattr(record, "request", None), "path", "/staff/")
        status = getattr(record, "status_code", 500)
        if (path, status) == ("/health/", 503):
            return False
        return path.startswith("/staff/") or status >= 500


class Line(logging.Formatter):
    """One line an event, with the number that the error page shows.

    The moment is UTC, in whatever zone the process lives: web, worker and beat can be laid side by
    side, and no hour comes twice in October. Of an error: its class and where it arose, never its
    values.
    """

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        number = getattr(getattr(record, "request", None), "request_id", "")
        return super().formatMessage(record) + (f" [{number}]" if number else "")

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        kind, _, trace = ei if isinstance(ei, tuple) else (None, None, None)
        places = []
        while trace is not None:
            code = trace.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        name = kind.__name__ if kind is not None else "error"
        return f"{name} at " + " < ".join(reversed(places[-8:]))


class WebLog(GunicornLogger):
    """Gunicorn's own lines, kept as the house's: of a broken request neither who sent it nor what."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(Scrub())
            handler.setFormatter(Line())

    def warning(self, msg: str, *args: object, **kwargs: Any) -> None:
        if msg.startswith("Invalid request from ip="):
            msg, args = "Invalid request", ()
        super().warning(msg, *args, **kwargs)
