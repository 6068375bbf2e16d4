"""For the machine that watches the machine: no personal data, no session."""

from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from centre.clocks.queries.health import missing


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is there, else 503 and what is missing."""
    absent = missing(now())
    return JsonResponse({"missing": absent}, status=503 if absent else 200)
