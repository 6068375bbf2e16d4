"""The public questions about a complaint: what about, which kind of help, and the complaint itself."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from centre.forms.base import DkForm
from centre.forms.fields import NameField, mask_cpr
from centre.forms.receipt import copied
from centre.forms.widgets import Radios
from complaints.choices import About
from intake.choices import Area

LONGEST_TEXT: Final = 4000
LONGEST_CONTACT: Final = 120
YOUNG: Final = "young"
# In a citizen's own words; the rules know the words of the law.
ABOUTS: Final = [
    (About.DECISION, _("A letter in which you decided on my help")),
    (About.GUARANTEE, _("I wait too long for help to begin")),
    (About.PLAN, _("My plan for the help")),
    (About.STAFF, _("How somebody here treated me")),
    (About.CASE_HANDLING, _("How my case was handled, or how long it took")),
    (About.ACCESS, _("I was not allowed to see my papers")),
    (About.HEALTH_TREATMENT, _("What a doctor or nurse did, or my medicine")),
    (About.HEALTH_RECORDS, _("My health record, or somebody told of me")),
    (About.PREGNANT_DRUGS, _("I am pregnant and was offered no contract")),
    (About.PROVIDER, _("Conditions at a place of treatment")),
]
AREAS: Final = [
    (Area.ALCOHOL, _("Alcohol")),
    (Area.DRUGS, _("Drugs or medicine, and I am over 18")),
    (YOUNG, _("Drugs or medicine, and I am under 18")),
    (Area.SUBSTITUTION, _("Medicine in place of drugs, from our doctor")),
    (Area.ANONYMOUS_DRUGS, _("Anonymous help with drugs")),
]


class GuideForm(DkForm):
    """Two questions that tell where a complaint belongs. Nothing of it is kept."""

    about = forms.ChoiceField(
        label=_("What do you want to complain about?"),
        choices=ABOUTS,
        widget=Radios,
        error_messages={"required": _("Choose what you want to complain about")},
    )
    area = forms.ChoiceField(
        label=_("Which help is it about?"),
        choices=AREAS,
        widget=Radios,
        error_messages={"required": _("Choose which help it is about")},
    )

    @property
    def young(self) -> bool:
        return bool(self.cleaned_data["area"] == YOUNG)

    @property
    def area_chosen(self) -> str:
        return Area.DRUGS if self.young else str(self.cleaned_data["area"])


class WriteForm(DkForm):
    """The complaint online: no CPR number is asked, and one that is written is masked."""

    text = forms.CharField(
        label=_("What do you want to tell us?"),
        help_text=_("Write what happened and what you want. Do not write your CPR number here."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 8}),
        error_messages={
            "required": _("Write what you want to tell us"),
            "max_length": _("Write at most 4000 characters"),
        },
    )
    name = NameField(
        label=_("Your name"),
        required=False,
        error_messages={"required": _("Write your name, so that we can find your case")},
    )
    contact = forms.CharField(
        label=_("Phone or e-mail"),
        required=False,
        max_length=LONGEST_CONTACT,
        help_text=_("We never write in a message what it is about."),
        error_messages={"required": _("Write a phone number or an e-mail address")},
    )
    letter_reference = copied(
        "input-char-11",
        label=_("Reference on our letter"),
        required=False,
        help_text=_("8 letters and digits at the top of the letter, if you have it"),
    )
    helper_name = NameField(
        label=_("Do you write for somebody else?"),
        required=False,
        help_text=_(
            "Then write the other person's name above and your own here. "
            "We may need that person's yes before we can answer you."
        ),
    )
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=600)

    def __init__(self, *args: Any, under_a_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = self.fields["contact"].required = under_a_name
        if not under_a_name:
            del self.fields["letter_reference"], self.fields["helper_name"]
        else:
            self.fields["name"].help_text = _(
                "A complaint about a decision needs your name, so that we can find your case."
            )

    def looks_like_a_machine(self) -> bool:
        """The page has one more field, hidden from people: a machine fills it in."""
        return bool(self.data.get("website"))

    def clean_text(self) -> str:
        return mask_cpr(self.cleaned_data["text"].strip())

    def clean_contact(self) -> str:
        return mask_cpr(self.cleaned_data["contact"].strip())
