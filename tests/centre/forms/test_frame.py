"""What is drawn once for everybody holds nothing of anybody."""

from django.template import Context, Template
from django.utils import translation

INSIDE = (
    "{% load frame %}{% same_for_all council %}"
    "{{ council }}|{{ name }}|{{ user }}|{% translate 'Yes' %}"
    "{% endsame_for_all %}"
)


def test_only_the_named_values_are_there() -> None:
    drawn = Template(INSIDE).render(Context({"council": "A", "name": "Mette", "user": "leader"}))
    assert "Mette" not in drawn
    assert "leader" not in drawn
    assert drawn.startswith("A|")


def test_it_is_drawn_once_for_the_same_values_and_anew_for_others() -> None:
    counted = Counting()
    page = Template(
        "{% load frame %}{% same_for_all council %}{{ council.name }}{% endsame_for_all %}"
    )
    for _visit in range(3):
        assert page.render(Context({"council": counted})) == "drawn 1"
    assert page.render(Context({"council": Counting()})) == "drawn 1"
    assert page.render(Context({"council": counted})) == "drawn 1"
    assert counted.drawn == 1


def test_each_language_has_its_own() -> None:
    page = Template(INSIDE)
    said = []
    for language in ("da", "en", "da", "en"):
        with translation.override(language):
            said.append(page.render(Context({"council": "A"})).rpartition("|")[2])
    assert said == ["Ja", "Yes", "Ja", "Yes"]


def test_a_value_that_may_change_is_drawn_each_time() -> None:
    page = Template(
        "{% load frame %}{% same_for_all council %}{{ council.name }}{% endsame_for_all %}"
    )
    council = {"name": "A"}
    assert page.render(Context({"council": council})) == "A"
    council["name"] = "B"
    assert page.render(Context({"council": council})) == "B"


class Counting:
    """Says how often it was drawn."""

    def __init__(self) -> None:
        self.drawn = 0

    @property
    def name(self) -> str:
        self.drawn += 1
        return f"drawn {self.drawn}"
