"""The words for what leaves the house."""

from django.db import models


class RegisterName(models.TextChoices):
    """The registers, by their own names."""

    NAB = "nab", "NAB"
    SMDB = "smdb", "SMDB"
    TDI = "tdi", "TDI"
