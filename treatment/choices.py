"""The words for treatment: its course, plan, talks and end."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CourseStatus(models.TextChoices):
    """A course is set up with a counsellor, begins with the first talk attended, and ends once."""

    SET_UP = "set_up", _("Set up")
    RUNNING = "running", _("In treatment")
    ENDED = "ended", _("Ended")
    NEVER_BEGUN = "never_begun", _("Never begun")


class Attendance(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ATTENDED = "attended", _("Came")
    CANCELLED = "cancelled", _("Cancelled by the citizen")
    NO_SHOW = "no_show", _("Did not come")
    CANCELLED_BY_US = "cancelled_by_us", _("Cancelled by us")


class Horizon(models.TextChoices):
    SHORT = "short", _("Short-term goal")
    LONG = "long", _("Long-term goal")


class Agreement(models.TextChoices):
    """Whether the plan is the citizen's too."""

    AGREES = "agrees", _("The citizen agrees")
    PARTLY = "partly", _("The citizen agrees in part")
    DISAGREES = "disagrees", _("The citizen does not agree")


class WhyVersion(models.TextChoices):
    """What made a new version of the plan necessary."""

    FIRST = "first", _("The first plan")
    REVIEW = "review", _("It was time to review it")
    NEW_OFFER = "new_offer", _("The treatment changed")
    WISH = "wish", _("The citizen wished it")
    OTHER = "other", _("Something else")


class FollowUpRoute(models.TextChoices):
    """How to reach the citizen after the treatment, agreed beforehand."""

    PHONE = "phone", _("Phone")
    MAIL = "email", _("E-mail")
    ADDRESS = "address", _("Letter or visit")
    OTHER = "other", _("Another way")
    NONE = "none", _("Does not want to be contacted")


class DischargeReason(models.TextChoices):
    """The first four are followed up by law in drug treatment (BEK 1691/2023 § 4 stk. 2; domain 2.2)."""

    COMPLETED = "completed", _("Completed")
    OTHER_OFFER = "other_offer", _("Went on to another offer")
    HOSPITAL = "hospital", _("Admitted to hospital")
    OTHER_REASON = "other_reason", _("Ended for another reason")
    DROPPED_OUT = "dropped_out", _("Stopped coming")
    PRISON = "prison", _("Prison or custody")
    MOVED = "moved", _("Moved to another municipality")
    BROKEN_AGREEMENT = "broken_agreement", _("Ended after a broken agreement")
    DEAD = "dead", _("Dead")


class Result(models.TextChoices):
    """Where the citizen stands with what help was sought for."""

    FREE = "free", _("Free of drugs or alcohol")
    REDUCED = "reduced", _("Uses less")
    STABILISED = "stabilised", _("Stable")
    UNCHANGED = "unchanged", _("Unchanged")
    WORSE = "worse", _("Uses more")
    UNKNOWN = "unknown", _("Not known")


class Attained(models.TextChoices):
    YES = "yes", _("Reached in full")
    PARTLY = "partly", _("Reached in part")
    NO = "no", _("Not reached at all")
    DROPPED = "dropped", _("No longer wanted")
