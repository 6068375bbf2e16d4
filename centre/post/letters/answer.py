"""A letter as a browser shows it."""

from collections.abc import Callable
from typing import cast

from csp.decorators import csp
from django.http import HttpResponse

Answer = Callable[[bytes], HttpResponse]
# A browser's own reader of PDFs brings styles and a plug-in that the rules for our pages refuse. What
# is left says where the sheet may stand: in no frame, and nothing in it leads elsewhere.
_POLICY = {name: ["'none'"] for name in ("frame-ancestors", "base-uri", "form-action")}
_for_its_reader = cast("Callable[[Answer], Answer]", csp(_POLICY))


@_for_its_reader
def as_pdf(sheet: bytes) -> HttpResponse:
    """The sheet itself; the browser keeps no copy, and the name of a download tells of nobody."""
    answer = HttpResponse(sheet, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="brev.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
