"""What every form of ours can do."""

import pytest
from django import forms

from centre.forms.base import DkForm, KeyForm


class Chosen(DkForm):
    unit = forms.ChoiceField(label="Enhed")
    note = forms.CharField(label="Notat")


def test_a_question_takes_the_answers_that_it_was_given() -> None:
    for unit, fits in (("1", True), ("2", True), ("3", False)):
        form = Chosen({"unit": unit, "note": "x"})
        form.let_choose("unit", [("1", "Voksne"), ("Unge", [("2", "Ungerådgivningen")])])
        assert form.is_valid() == fits


def test_one_form_is_given_its_answers_and_the_next_has_none() -> None:
    first = Chosen()
    first.let_choose("unit", iter([("1", "Voksne")]))
    assert first.answers_to("unit") == first.answers_to("unit") == [("1", "Voksne")]
    assert Chosen().answers_to("unit") == []


def test_what_is_written_freely_has_no_answers_to_choose_from() -> None:
    with pytest.raises(TypeError, match="note"):
        Chosen().let_choose("note", [])


def test_two_forms_have_a_key_of_their_own_and_one_keeps_it() -> None:
    first, second = KeyForm(), KeyForm()
    assert first["form_key"].value() == first["form_key"].value() != second["form_key"].value()
