"""The words for who works here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CASEWORKER = "caseworker", _("Caseworker")
    DOCTOR = "doctor", _("Doctor")
    NURSE = "nurse", _("Nurse")
    LEADER = "leader", _("Leader")
    SECRETARY = "secretary", _("Secretary")
    QUALITY = "quality", _("Quality officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class UnitKind(models.TextChoices):
    """Anonymous drug treatment is its own unit, apart from the rest (SEL § 101 a stk. 7)."""

    ADULT = "adult", _("Adults")
    YOUTH = "youth", _("Young people")
    HEALTH = "health", _("Health team")
    ANONYMOUS = "anonymous", _("Anonymous drug treatment")


# A demo login, shown on the demo's own login page: one fact, said here.
DEMO_PASSWORD = "traedesten-demo-2026"  # noqa: S105  # nosec B105
