"""The words for what is sent, how, and how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Text(models.TextChoices):
    """The texts that may leave the house: neutral, without place or purpose (ux T8)."""

    RECEIPT = "receipt", _("Receipt for an appointment")
    REMINDER = "reminder", _("Reminder of an appointment")
    MOVED = "moved", _("An appointment was moved")
    CANCELLED = "cancelled", _("An appointment was cancelled")
    NOTED = "noted", _("Receipt for a message")
    NEWS = "news", _("There is news about a message")
    ALERTS = "alerts", _("Something waits at the desk")
    OVERDUE = "overdue", _("Something at the desk is overdue")
    LOOK_UP = "look_up", _("Something was opened with a reason")
    SECOND = "second", _("A look-up waits for a second person")
    ANSWERED = "answered", _("A second person has answered")
    READINGS = "readings", _("Somebody has opened very many files")
    DRAFTS = "drafts", _("A draft will be deleted soon")
    SEARCHES = "searches", _("Somebody has searched very often")
    LOG_END = "log_end", _("Where the log ends today")
    LOGIN = "login", _("Something about a login was changed")


class Change(models.TextChoices):
    """What was changed about a login, as the letter says it to whose it is: no name, no day, no place."""

    PASSWORD = "password", _("Your password at work was changed.")
    APP = "app", _("An app that makes codes was set up for your login at work.")
    NO_APP = "no_app", _("The app and the recovery codes of your login at work were taken away.")
    PASSKEY = "passkey", _("A passkey was made for your login at work.")
    NO_PASSKEY = "no_passkey", _("A passkey of your login at work was removed.")
    CODES = "codes", _("New recovery codes were made for your login at work.")
    CODE_USED = "code_used", _("A recovery code was used to log in at work as you.")
    GUESSED = (
        "guessed",
        _("Somebody wrote your password at work, and then many codes that did not fit."),
    )
    OTHER_WAY = "other_way", _("You log in at work another way from now on; your password is gone.")
    ADDRESS = "address", _("Mail to you from work goes to another address from now on.")
    ROLE = "role", _("What you may see and do at work was changed.")
    ENDED = "ended", _("Your login at work no longer opens.")
    OPENED = "opened", _("Your login at work opens again.")


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    # Handed to the server, but its answer was lost: a person decides (ux D.2 no. 7).
    UNCERTAIN = "uncertain", _("perhaps sent")
    PARKED = "parked", _("given up after five tries")
    EXPIRED = "expired", _("too late to send")


class LetterKind(models.TextChoices):
    """What a letter is for. A letter is told apart from the messages above: it is the decision itself."""

    DECISION = "decision", _("Decision")
    COMPLAINT_RECEIPT = "complaint_receipt", _("Receipt for a complaint")
    COMPLAINT_FORWARDED = "complaint_forwarded", _("A complaint was passed on")
    COMPLAINT_OUTCOME = "complaint_outcome", _("Outcome of a complaint")
    PLAN = "plan", _("Treatment plan")
    DELAY = "delay", _("Notice of a delay")
    FILE_ACCESS = "file_access", _("Answer about access to the file")
    WHOLE_FILE = "whole_file", _("The file as it was given")
    HEALTH_FILE = "health_file", _("The file as it was given, with the health record")
    CORRECTION = "correction", _("Answer about something wrong")


class LetterChannel(models.TextChoices):
    """How a letter reaches its receiver. The house prints and keeps it; a person brings it on its way."""

    DIGITAL_POST = "digital_post", _("Digital Post")
    LETTER = "letter", _("Ordinary letter")
    HANDED_OVER = "handed_over", _("Handed over")
    SECURE_MAIL = "secure_mail", _("Secure mail")
