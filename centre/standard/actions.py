"""Taking a new standard into use."""

from datetime import datetime

from django.db import transaction

from centre.standard.loader import checksum, load_text
from centre.standard.models import QualityStandard
from centre.standard.queries import read_anew


@transaction.atomic
def load_standard(*, text: str, name: str, at: datetime) -> tuple[QualityStandard, bool]:
    """Load a version after checking it whole; the same text twice is one version.

    Returns the version and whether it is new. Raises StandardError with every fault. Old versions
    stay, and clocks that began under them keep them.
    """
    content = load_text(text, name=name)
    read_anew()
    return QualityStandard.objects.get_or_create(
        key=content.identity.key,
        checksum=checksum(text),
        defaults={
            "valid_from": content.identity.valid_from,
            "text": text,
            "loaded_at": at,
        },
    )
