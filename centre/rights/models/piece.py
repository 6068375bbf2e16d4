"""One document of a file that is collected to be given: what stands in it, and whether it is given."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _

from centre.post.models import Letter
from centre.rights.choices import Ground, Regime
from centre.rights.models.request import RightsRequest
from centre.staff.models import User
from centre.vault import EncryptedTextField


class Piece(models.Model):
    """One part, as it was when it was collected. Its words go when the request is finished.

    `source` and `source_id` name what it was made from: collected anew, the same thing keeps what was
    said of it unless it has changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="pieces")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=40)
    regime = models.CharField(max_length=6, choices=Regime)
    title = EncryptedTextField(context="piece.title")
    dated_on = models.DateField(null=True)
    content = EncryptedTextField(context="piece.content", blank=True)
    # Somebody wrote in it freely: it is looked at before it is given.
    free = models.BooleanField(default=False)
    # The sheet as it was sent, to go along whole where nothing in it is hidden.
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=9, choices=Ground, blank=True)
    hidden = EncryptedTextField(context="piece.hidden", blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    # Whether its sheet goes along: said when the answer is given.
    sheet_given = models.BooleanField(default=False)
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["request", "number"], name="rights_piece_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["request", "source", "source_id"], name="rights_piece_once"
            ),
            models.CheckConstraint(
                condition=Q(regime__in=Regime.values), name="rights_piece_regime_known"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=["", *Ground.values]), name="rights_piece_ground_known"
            ),
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_by=None)
                | Q(looked_at__isnull=False, looked_by__isnull=False),
                name="rights_piece_looked_at_by_somebody",
            ),
            models.CheckConstraint(
                condition=GreaterThan(Length("title"), 0),
                name="rights_piece_has_a_title",
                violation_error_message=_("A part of the file has a name."),
            ),
            models.CheckConstraint(
                condition=Q(sheet_given=False) | Q(letter__isnull=False, ground=""),
                name="rights_piece_sheet_of_what_is_given",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.number}"

    @property
    def given(self) -> bool:
        return not self.ground

    @property
    def waits(self) -> bool:
        """Whether somebody must still look at it."""
        return self.free and self.given and self.looked_at is None
