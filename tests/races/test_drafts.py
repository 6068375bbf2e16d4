"""Two tabs that save at the same moment: one is kept, the other is told."""

import json

import pytest

from centre.drafts.actions import finish
from centre.drafts.models import Draft
from tests.centre.drafts.tools import AT, REGISTER, Page
from tests.factories import House
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TABS = 4


@pytest.mark.parametrize("begun", [False, True])
def test_of_tabs_that_save_at_once_one_is_kept_and_the_others_are_told(
    house: House, begun: bool
) -> None:
    pages = [Page(house.caseworker) for _number in range(TABS)]
    if begun:
        seen = Page(house.caseworker).write("Det, alle har set").version
        for page in pages:
            page.seen = seen

    def press(number: int) -> str:
        return str(pages[number].write(f"Fane {number}").tab)

    outcomes = at_once(press, processes=TABS)
    kept = [one.answer for one in outcomes if not one.error]
    assert [one.error for one in outcomes if one.error] == ["Overtaken"] * (TABS - 1)
    draft = Draft.objects.get()
    assert [draft.tab] == kept
    number = next(at for at, page in enumerate(pages) if page.tab == draft.tab)
    assert json.loads(draft.content) == {"note": [f"Fane {number}"]}


def test_a_save_for_good_beside_another_tabs_writing_never_takes_unseen_words(
    house: House,
) -> None:
    first, second = Page(house.caseworker), Page(house.caseworker)
    second.seen = first.write("Det, begge har set").version

    def press(number: int) -> bool:
        if number:
            second.write("Nyt fra den anden fane")
            return True
        return finish(form=REGISTER, subject="", hand=first.hand(2), by=house.caseworker, at=AT)

    gone, new = at_once(press, processes=2)
    left = Draft.objects.first()
    if new.error:
        # The draft was finished first: the other tab is told, its words are in its page.
        assert (new.error, gone.answer, left) == ("Overtaken", True, None)
    else:
        assert gone.answer is False
        assert left is not None
        assert json.loads(left.content) == {"note": ["Nyt fra den anden fane"]}


def test_a_first_saving_beside_the_save_for_good_of_its_own_page_leaves_no_ghost(
    house: House,
) -> None:
    page = Page(house.caseworker)

    def press(number: int) -> bool:
        if number:
            page.write("Det sidste ord", turn=1)
            return True
        return finish(form=REGISTER, subject="", hand=page.hand(2), by=house.caseworker, at=AT)

    gone, kept = at_once(press, processes=2)
    # Whoever was first: the draft was there and went, or it came too late to be one.
    assert (gone.answer, kept.error) in ((True, ""), (False, "Overtaken"))
    assert not Draft.objects.exists()
