"""Where a value stands in the text of a file."""

from centre.standard.loader.lines import line_of, positions


def test_lines_are_found_for_tables_lists_and_keys() -> None:
    lines = positions("[a]\nb = 1\n\n[[c]]\nd = 1\n[[c.e]]\nf = 1\n[[c]]\nd = 2\n[[c.e]]\nf = 2\n")
    assert [
        lines[place] for place in ("a", "a.b", "c[0].d", "c[0].e[0].f", "c[1].d", "c[1].e[0].f")
    ] == [
        1,
        2,
        5,
        7,
        9,
        11,
    ]


def test_keys_inside_long_texts_and_lists_are_no_keys_of_the_table() -> None:
    lines = positions('[a]\nb = """\nc = 1\n"""\nd = [\n  "e = 1",\n]\nf = 1 # [ not open\ng = 1\n')
    assert set(lines) == {"a", "a.b", "a.d", "a.f", "a.g"}


def test_an_unknown_place_has_the_line_of_what_is_around_it() -> None:
    lines = {"offers[1]": 7, "offers[1].key": 8}
    assert line_of("offers[1].max_talks", lines) == 7
    assert line_of("contact", lines) is None
