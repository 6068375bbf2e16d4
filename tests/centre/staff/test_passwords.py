"""What is tried first is no password; what is long and one's own is, whatever it is made of."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

from centre.standard.models import QualityStandard
from tests import factories
from tests.desk import logged_in
from tests.factories import PASSWORD, House

pytestmark = [pytest.mark.django_db, pytest.mark.threat("T15")]
ACCOUNT = "/staff/account/password/"


@pytest.mark.parametrize(
    "password",
    [
        "Rusmiddelcenter2026!",
        "Trædesten-Trædesten",
        "traedesten-demo-2026",
        "haderslev kommune 1",
        "H4derslev Kommune!!",
        "Aabenraa-Åbenrå-2026",
        "skanderborgskanderborg",
        "Ungerådgivningen 2027",
        "sundhedsteam sundhedsteam",
        "caseworker caseworker",
        "Mette Mette Mette 1",
        "adgangskode12345",
        "Kodeord-Kodeord-1",
        "sommerferie i juli 2026",
        "Februar2026Februar",
        "brøndby fodbold 1964",
        "p4ssw0rd p4ssw0rd",
        "password1234567890",
        "manchesterunited",
        "qwertyuiopasdfgh",
        "1q2w3e4r5t6y7u8i9o",
        "123456789012345678",
        "zyxwvutsrqponmlk",
        "aaaaaaaaaaaaaaaaaaaa",
        "hejhejhejhejhejhejhej",
        "                    ",
    ],
)
def test_what_is_tried_first_is_refused_in_a_sentence(house: House, password: str) -> None:
    with pytest.raises(ValidationError) as refused, override("da"):
        validate_password(password, house.caseworker)
    assert all(str(one).endswith(".") for one in refused.value.messages)


@pytest.mark.parametrize(
    "password",
    [
        "den blå cykel står bag skuret",
        "min nabo i Haderslev har tre høns",
        "Mette spiser altid sen morgenmad",
        "skovsnegl paraply 19 gulerod",
        "kun små bogstaver uden tal",
        "8274 9913 0462 7751",
        "!#%&/()=?`^*@£$€{[]}",
        "🐢🦆🐌🦔🐝🐞🦋🐛🪲🐜🦂🐙🦑🦐🦀",
        "ñandú ördög žluťoučký",
        "x9" + "kL0qZv3" * 3 + "et langt ord" * 9,
        "kvindehavn ved søen " + "og lidt mere endnu, " * 5,
    ],
)
def test_what_is_long_and_ones_own_is_taken_whatever_it_is_made_of(
    house: House, password: str
) -> None:
    assert len(password) >= 15
    validate_password(password, house.caseworker)
    answer = logged_in(house.caseworker).post(ACCOUNT, {"old": PASSWORD, "new": password})
    assert answer.status_code == 302
    house.caseworker.refresh_from_db()
    assert house.caseworker.check_password(password)


def test_a_sentence_of_fourteen_signs_is_too_short_and_of_two_hundred_is_not(house: House) -> None:
    long = "den blå cykel står bag skuret, og ingen ved " * 5
    with pytest.raises(ValidationError, match="15"):
        validate_password("en skæv paraply"[:14], house.caseworker)
    validate_password("en skæv paraply", house.caseworker)
    validate_password(long[:200], house.caseworker)


def test_a_units_new_name_and_the_persons_own_are_words_of_the_place(house: House) -> None:
    own = factories.UserFactory(
        username="kirstine", first_name="Tordenskjold", email="guldbrand@x.dk"
    )
    for word in ("Pileurt", "Kirstine", "Tordenskjold", "Guldbrand"):
        if word == "Pileurt":
            validate_password(f"{word} bag skuret", own)
            factories.UnitFactory(key="pil", name="Pileurt")
        with pytest.raises(ValidationError):
            validate_password(f"{word} {word} skur", own)


def test_before_a_standard_is_loaded_the_first_leader_is_held_to_the_same(house: House) -> None:
    QualityStandard.objects.all().delete()
    with pytest.raises(ValidationError):
        validate_password("haderslev kommune 1", house.leader)
    validate_password("den blå cykel står bag skuret")


def test_it_is_said_at_the_field_and_nothing_is_changed(house: House) -> None:
    answer = logged_in(house.caseworker).post(
        ACCOUNT, {"old": PASSWORD, "new": "Rusmiddelcenter2026!"}
    )
    assert answer.status_code == 422
    [said] = answer.context["form"].errors["new"]
    assert said.startswith("For meget af adgangskoden er ord")
    house.caseworker.refresh_from_db()
    assert house.caseworker.check_password(PASSWORD)
