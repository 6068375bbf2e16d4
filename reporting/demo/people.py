"""People who do not exist: numbers nobody can have, addresses nobody can read."""

from datetime import date
from random import Random

from centre.citizens.actions import Person

FIRST_NAMES = (
    "Aage", "Åse", "Ærø", "Bjørn", "Birthe", "Carl", "Dorthe", "Egon", "Frida", "Gry", "Hákun",
    "Ida", "Jørgen", "Kirsten", "Løve", "Maja", "Niels", "Ögmundur", "Poul", "Rikke", "Søren",
    "Tove", "Ulla", "Viggo", "Yrsa", "Þóra", "Zenia", "Øjvind",
)  # fmt: skip
LAST_NAMES = (
    "Ødegård", "Åkjær", "Sørensen", "Nørgaard", "Væver", "Brønd", "Lærke", "Holm-Ågård", "Ravn",
    "Stær", "Kjærgaard", "O'Brien", "Bæk", "Møller", "Æbelø", "Fjord", "Skov", "Tårnfalk",
)  # fmt: skip

YEAR_2000 = 2000


def replacement_cpr(chance: Random, born: date) -> str:
    """A number with 60 added to the day: a shape no CPR number has (domain 3.1).

    The seventh digit tells the century: with any other one, who was born in 1977 would be 149 years old.
    """
    drawn = chance.randrange(10_000)
    serial = drawn % 4_000 if born.year < YEAR_2000 else 4_000 + drawn % 6_000
    return f"{born.day + 60:02}{born:%m%y}{serial:04}"


def person(chance: Random, *, age: int, today: date, number: int) -> Person:
    """Somebody of about the age, whose telephone number begins with 00 and rings nowhere."""
    born = date(today.year - age, chance.randint(1, 12), chance.randint(1, 28))
    return Person(
        name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
        cpr=replacement_cpr(chance, born) if chance.random() < 0.7 else "",
        phone=f"+4500{number:06}",
        email=f"borger{number}@example.com" if chance.random() < 0.6 else "",
        # Of some it is not known: their letters go out with an empty window, and the page says so.
        address=f"Prøvevej {number}\n9999 Prøveby" if number % 4 else "",
        may_leave_message=chance.random() < 0.5,
        protected=chance.random() < 0.05,
    )
