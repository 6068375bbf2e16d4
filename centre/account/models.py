"""What lets somebody in beside the password: an app's secret, recovery codes, the council's own login."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from centre.staff.models import User
from centre.vault import EncryptedTextField


class SecondFactor(models.Model):
    """The secret that a person's app shares with the house; waiting until its first code has come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    secret = EncryptedTextField(context="second_factor.secret")
    made_at = models.DateTimeField()
    in_use = models.BooleanField(default=False)
    # Of the last code that was used: a later one must be of a later period.
    last_period = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            # One in use, and one that will take its place.
            models.UniqueConstraint(fields=["user", "in_use"], name="second_factor_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"


class Passkey(models.Model):
    """A key pair on a device of the person's: its name and the public half. It stands in for the app."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.BinaryField(max_length=1023)
    public_key = models.BinaryField(max_length=2048)
    # As the device counts, if it does: one that has counted less than before is a copy.
    uses = models.BigIntegerField(default=0)
    device = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["name"],
                name="passkey_once",
                violation_error_message=_("This passkey is in use already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"


class RecoveryCode(models.Model):
    """The hash of a code that stands in for the app once; used, it is gone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once"),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"


class Identity(models.Model):
    """Who somebody of the staff is at the council's own provider: by its name and its number for them.

    Never by a mail address: that can be given to somebody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="identity")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["issuer", "subject"],
                name="identity_once",
                violation_error_message=_("Somebody else here has this login."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}"
