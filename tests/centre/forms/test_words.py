"""No field speaks Django's words (ux A.1)."""

from collections.abc import Mapping

import pytest
from django import forms
from django.core.validators import MinLengthValidator
from django.utils import translation

from centre.forms.base import DkForm

NEVER = ("required", "valid", "påkrævet", "ugyldig", "venligst", "beklager", "fejl opstod", "ups")


class Everything(DkForm):
    text = forms.CharField(max_length=5, validators=[MinLengthValidator(3)])
    mail = forms.EmailField()
    number = forms.IntegerField(min_value=1, max_value=9)
    choice = forms.ChoiceField(choices=[("a", "A")])
    several = forms.MultipleChoiceField(choices=[("a", "A")])
    box = forms.BooleanField()
    day = forms.DateField()
    own = forms.CharField(error_messages={"required": "Say what you need"})


def words(data: Mapping[str, object]) -> dict[str, list[str]]:
    return {name: list(map(str, faults)) for name, faults in Everything(data).errors.items()}


def test_empty_fields_are_instructions() -> None:
    assert words({}) == {
        "text": ["Write an answer to “Text”"],
        "mail": ["Write an answer to “Mail”"],
        "number": ["Write an answer to “Number”"],
        "choice": ["Choose an answer to “Choice”"],
        "several": ["Choose at least one answer to “Several”"],
        "box": ["Tick “Box” to go on"],
        "day": ["Write an answer to “Day”"],
        "own": ["Say what you need"],
    }


def test_an_instruction_names_the_label_the_form_gave_last() -> None:
    form = Everything({})
    form.fields["text"].label = "What is it about? 100 %"
    assert form.errors["text"] == ["Write an answer to “What is it about? 100 %”"]


def test_no_two_forms_share_an_instruction() -> None:
    first, second = Everything({}), Everything({})
    first.fields["text"].label = "First"
    second.fields["text"].label = "Second"
    assert first.errors["text"] == ["Write an answer to “First”"]
    assert second.errors["text"] == ["Write an answer to “Second”"]


def test_wrong_fields_are_described() -> None:
    wrong = {
        "text": "toolong",
        "mail": "x",
        "number": "x",
        "choice": "b",
        "several": ["b"],
        "day": "x",
    }
    said = words(wrong)
    assert said["text"] == ["The text can have at most 5 characters"]
    assert said["mail"] == ["The e-mail address must look like name@example.dk"]
    assert said["number"] == ["Write a whole number in digits"]
    assert said["choice"] == ["Choose one of the answers in the list"]
    assert said["several"] == ["Choose one of the answers in the list"]
    assert said["day"] == ["Write the date with day, month and year"]


def test_limits_are_told_with_their_number() -> None:
    assert words({"text": "ab", "number": "0"})["text"] == [
        "The text must have at least 3 characters"
    ]
    assert words({"number": "0"})["number"] == ["The number must be 1 or more"]
    assert words({"number": "10"})["number"] == ["The number can be at most 9"]
    assert words({"text": "a\x00b"})["text"] == ["The text holds characters that cannot be stored"]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(
    "data",
    [
        {},
        {
            "text": "toolong",
            "mail": "x",
            "number": "x",
            "choice": "b",
            "several": ["b"],
            "day": "x",
        },
    ],
)
def test_no_message_uses_a_word_on_the_list(language: str, data: Mapping[str, object]) -> None:
    with translation.override(language):
        said = " ".join(word for faults in words(data).values() for word in faults).lower()
    assert said
    assert not [word for word in NEVER if word in said]
