"""What was given, opened again: the file as a sheet, and all of it as one ZIP."""

import uuid
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_GET

from centre.post.letters.answer import as_pdf
from centre.records.door import open_one
from centre.rights.models import RightsRequest
from centre.rights.queries import letters as kept
from centre.staff.doors import StaffRequest, door
from centre.staff.proof import proved_file
from centre.staff.rules import Door

# A ZIP dates what is in it; the same answer gives the same bytes.
DATED = (1980, 1, 1, 0, 0, 0)


@require_GET
@door(Door.ASSESS)
def file(request: StaffRequest, pk: uuid.UUID) -> HttpResponse:
    """The file as it was given."""
    found = _opened(request, pk, "rights file", now())
    if found.file is None:
        raise Http404
    return as_pdf(found.file.pdf)


@require_GET
@door(Door.ASSESS)
@proved_file
def packed(request: StaffRequest, pk: uuid.UUID) -> StreamingHttpResponse:
    """All that was given as one ZIP: the letter, the file, and the letters as they were sent."""
    found = _opened(request, pk, "rights packed", now())
    answer = StreamingHttpResponse(zipped(kept.sheets(found)), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="svar.zip"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _opened(request: StaffRequest, pk: uuid.UUID, purpose: str, at: datetime) -> RightsRequest:
    """One whose file is the reader's to open: what was never shown is not in the log as a reading."""
    rows = kept.given(request.user, at)
    first = rows.filter(pk=pk).first()
    if first is None or not kept.may_open(request.user, first, at):
        raise Http404
    return open_one(rows, pk, reader=request, purpose=purpose, at=at)


class _Pipe:
    """What a ZIP is written to, and taken from as it grows: nothing of it lies on a disk."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        """Nothing is held."""

    def taken(self) -> bytes:
        made, self._written = b"".join(self._written), []
        return made


def zipped(sheets: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP of named sheets, a sheet at a time."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as box:
        for name, pdf in sheets:
            box.writestr(zipfile.ZipInfo(name, DATED), pdf, zipfile.ZIP_DEFLATED)
            yield pipe.taken()
    yield pipe.taken()
