"""The words for what is written, in which record, and on which ground it is passed on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Regime(models.TextChoices):
    """The two records of one citizen: different authors, readers, retention and complaint body."""

    # Autorisationsloven ch. 6 and the order on patient records (journalføringsbekendtgørelsen).
    HEALTH = "health", _("Health record")
    # The case under SEL, with the duty to note of OFL § 13.
    SOCIAL = "social", _("Social record")


class NoteKind(models.TextChoices):
    """What a note tells of. Which of them a record has is said in `rules.access`."""

    CONTACT = "contact", _("Contact")
    MEETING = "meeting", _("Meeting")
    FACTS = "facts", _("Information received")
    AGREEMENT = "agreement", _("Agreement")
    ASSESSMENT = "assessment", _("Professional assessment")
    EXAMINATION = "examination", _("Examination and findings")
    MEDICINE = "medicine", _("Medicine")
    INFORMATION = "information", _("Information given and consent")
    CONFERRAL = "conferral", _("Conferral")
    OTHER = "other", _("Something else")


class Basis(models.TextChoices):
    """On which ground a health note is passed on to the social side (SUL § 43)."""

    CONSENT = "consent", _("The citizen has agreed (SUL § 43 stk. 1)")
    LAW = "law", _("A law requires it (SUL § 43 stk. 2 nr. 1)")
    INTEREST = "interest", _("Weighty regard for the citizen or others (SUL § 43 stk. 2 nr. 2)")


class FileKind(models.TextChoices):
    """What an attachment is, by what it holds and never by its name."""

    PDF = "pdf", _("PDF")
    JPEG = "jpeg", _("Picture (JPG)")
    PNG = "png", _("Picture (PNG)")
