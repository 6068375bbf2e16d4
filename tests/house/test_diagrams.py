from tests.house import access
from tests.house.diagrams import PAGE, diagram, page, tables


def test_the_diagrams_in_the_docs_are_those_of_the_tables() -> None:
    assert PAGE.read_text() == page(), "run `python -m tests.house.diagrams`"


def test_every_way_stands_in_the_diagram_once() -> None:
    for table in tables().values():
        drawn = diagram({str(one): frozenset(map(str, ways)) for one, ways in table.items()})
        ways = sum(len(ways) or 1 for ways in table.values())
        assert drawn.count("-->") == ways + 1


def test_the_tables_of_who_may_do_what_are_those_of_the_code() -> None:
    assert access.PAGE.read_text() == access.page(), "run `python -m tests.house.access`"
