"""The words for an assessment: its themes, the substances, and what the registers ask at admission.

The codes are ours; `reporting` maps them to those of the registers. The lists follow the European
treatment demand indicator, TDI 3.0 (domain 2.3), so that nothing is lost on the way.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """The six of executive order 1691/2023 § 1 stk. 2; the last two are asked where a council does."""

    USE = "use", _("Use of drugs and alcohol")
    SOCIAL = "social", _("Network, family and daily life")
    HEALTH = "health", _("Physical and mental health")
    WORK_EDUCATION = "work_education", _("Work and education")
    HOUSING = "housing", _("Housing")
    OTHER = "other", _("Other things that matter, and other help you get")
    GOALS = "goals", _("Goals, wishes and strengths")
    SUPPORT = "support", _("Need of support")


class Substance(models.TextChoices):
    """TDI's codes. Those with a letter are ours; alcohol can be a TDI primary drug nowhere."""

    ALCOHOL = "A0", _("Alcohol")
    HEROIN = "1.1", _("Heroin")
    METHADONE = "1.2", _("Methadone, not prescribed")
    BUPRENORPHINE = "1.3", _("Buprenorphine, not prescribed")
    FENTANYL = "1.4", _("Fentanyl and the like")
    OTHER_OPIOID = "1.5", _("Other opioids, such as tramadol")
    COCAINE = "2.1", _("Cocaine, powder")
    CRACK = "2.2", _("Crack")
    OTHER_COCAINE = "2.3", _("Cocaine of another kind")
    AMPHETAMINE = "3.1", _("Amphetamine")
    METHAMPHETAMINE = "3.2", _("Methamphetamine")
    MDMA = "3.3", _("MDMA (ecstasy)")
    CATHINONES = "3.4", _("Synthetic cathinones")
    OTHER_STIMULANT = "3.5", _("Other stimulants")
    BARBITURATES = "4.1", _("Barbiturates")
    BENZODIAZEPINES = "4.2", _("Benzodiazepines")
    GHB = "4.3", _("GHB or GBL")
    OTHER_SEDATIVE = "4.4", _("Other sedatives, such as pregabalin")
    LSD = "5.1", _("LSD")
    KETAMINE = "5.2", _("Ketamine")
    OTHER_HALLUCINOGEN = "5.3", _("Other hallucinogens")
    INHALANTS = "6", _("Volatile substances")
    NITROUS_OXIDE = "L0", _("Nitrous oxide")
    CANNABIS = "7.1", _("Cannabis (hash, pot)")
    SYNTHETIC_CANNABIS = "7.2", _("Synthetic cannabinoids")
    OTHER_CANNABIS = "7.3", _("Cannabis of another kind")
    OTHER = "9", _("Something else")
    UNKNOWN = "99", _("Not known")


class Route(models.TextChoices):
    """The usual way of taking it."""

    INJECT = "inject", _("Injected")
    SMOKE = "smoke", _("Smoked or inhaled")
    EAT = "eat", _("Eaten or drunk")
    SNIFF = "sniff", _("Sniffed")
    OTHER = "other", _("Another way")
    UNKNOWN = "unknown", _("Not known")


class Frequency(models.TextChoices):
    """How often in the last 30 days."""

    DAILY = "daily", _("Every day")
    MOST_DAYS = "4_6_a_week", _("4–6 days a week")
    SOME_DAYS = "2_3_a_week", _("2–3 days a week")
    ONCE_A_WEEK = "weekly", _("Once a week or less")
    NOT = "not", _("Not in the last 30 days")
    UNKNOWN = "unknown", _("Not known")


class TreatedBefore(models.TextChoices):
    NEVER = "never", _("Never")
    HERE = "here", _("Yes, here")
    ELSEWHERE = "elsewhere", _("Yes, elsewhere")
    UNKNOWN = "unknown", _("Not known")


class LivesWith(models.TextChoices):
    ALONE = "alone", _("Alone")
    PARENTS = "parents", _("Parents")
    PARTNER = "partner", _("Partner")
    FRIENDS = "friends", _("Friends")
    DETENTION = "detention", _("In custody")
    INSTITUTION = "institution", _("In an institution")
    OTHER = "other", _("Others")
    UNKNOWN = "unknown", _("Not known")


class Housing(models.TextChoices):
    STABLE = "stable", _("A home of one's own, or another lasting one")
    UNSTABLE = "unstable", _("No lasting home")
    DETENTION = "detention", _("In custody")
    OTHER = "other", _("Another place")
    UNKNOWN = "unknown", _("Not known")


class Labour(models.TextChoices):
    REGULAR = "regular", _("Work")
    OCCASIONAL = "occasional", _("Work now and then")
    STUDENT = "student", _("Education")
    UNEMPLOYED = "unemployed", _("Unemployed")
    BENEFITS = "benefits", _("Benefits, pension or at home")
    OTHER = "other", _("Something else")
    UNKNOWN = "unknown", _("Not known")


class Education(models.TextChoices):
    """The highest that was completed."""

    NONE = "none", _("Primary school not completed")
    PRIMARY = "primary", _("Primary school")
    SECONDARY = "secondary", _("Upper secondary or vocational")
    HIGHER = "higher", _("Higher education")
    UNKNOWN = "unknown", _("Not known")


class Substitution(models.TextChoices):
    """Substitution medicine, by any provider."""

    NEVER = "never", _("Never")
    BEFORE = "before", _("Before, not now")
    NOW = "now", _("Now")
    UNKNOWN = "unknown", _("Not known")


class Injecting(models.TextChoices):
    NEVER = "never", _("Never")
    LONG_AGO = "long_ago", _("Not in the last 12 months")
    LAST_YEAR = "last_year", _("In the last 12 months")
    NOW = "now", _("In the last 30 days")
    UNSAID = "unsaid", _("Does not want to answer")
    UNKNOWN = "unknown", _("Not known")


# What the registers ask, as it stands on the forms and in what the citizen gets.
PROFILE_WORDS = {
    "treated_before": _("In treatment before?"),
    "lives_with": _("Lives with"),
    "housing": _("Housing"),
    "labour": _("Work or education"),
    "education": _("Highest education completed"),
    "substitution": _("Substitution medicine"),
    "injecting": _("Has injected"),
}
