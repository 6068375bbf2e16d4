"""Versions of the council's quality standard, as they were loaded. A loaded version never changes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from centre.standard.loader import load_text
from centre.standard.schema import Standard

_parsed: dict[str, Standard] = {}


class QualityStandardQuerySet(models.QuerySet["QualityStandard"]):
    def of(self, key: str) -> "QualityStandardQuerySet":
        """All versions of one council's standard, the newest promise first."""
        # The text is long and parsed once a process: it comes when it is asked for.
        return self.filter(key=key).defer("text").order_by("-valid_from", "-loaded_at")


class QualityStandard(models.Model):
    """One dated version. Clocks point at the version under which they began (BEK 1691/2023)."""

    key = models.CharField(max_length=30)
    valid_from = models.DateField()
    text = models.TextField()
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    objects: ClassVar[QualityStandardQuerySet] = QualityStandardQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key", "checksum"],
                name="standard_loaded_once",
                violation_error_message=_("This version of the standard is already loaded."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"

    @property
    def content(self) -> Standard:
        """The parsed standard; parsed once a process, since a version never changes."""
        if self.checksum not in _parsed:
            _parsed[self.checksum] = load_text(self.text, name=self.key)
        return _parsed[self.checksum]
