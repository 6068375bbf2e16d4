"""A way to look at the inbox that somebody gave a name (ux A.6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from centre.staff.models import Unit, User

LONGEST_NAME = 40
LONGEST_QUERY = 400


class SavedFilter(models.Model):
    """Its owner's alone, or shared with one unit.

    It keeps the words of the address, no keys of rows: what it names may go, and it still opens.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    saved_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    shared_with = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "saved_by",
                Lower("name"),
                name="filter_name_once_an_owner",
                violation_error_message=_("You have a filter with this name already."),
            ),
            models.UniqueConstraint(
                "shared_with",
                Lower("name"),
                condition=Q(shared_with__isnull=False),
                name="filter_name_once_a_unit",
                violation_error_message=_("The unit shares a filter with this name already."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="filter_has_a_name",
                violation_error_message=_("Enter a name for the filter"),
            ),
        )

    def __str__(self) -> str:
        return self.name
