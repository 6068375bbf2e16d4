"""Small: a file fits in one reading, a function on one screen."""

from tests.house import source

FILE, FUNCTION, VIEW = 400, 40, 25


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {
        str(path): len((source.ROOT / path).read_text().splitlines()) for path in source.files()
    }
    assert len(lengths) > 50
    assert {path: lines for path, lines in lengths.items() if lines > FILE} == {}


def test_no_function_is_longer_than_forty_lines() -> None:
    long = {
        f"{path}:{one.name}": source.length(one)
        for path in source.files()
        for one in source.functions(path)
        if source.length(one) > FUNCTION
    }
    assert long == {}


def test_no_view_is_longer_than_twenty_five_lines() -> None:
    views = [
        (path, one)
        for path in source.files("centre", *source.FLOORS)
        if "views" in (*path.parts, path.stem)
        for one in source.functions(path)
    ]
    assert views
    assert {f"{path}:{one.name}" for path, one in views if source.length(one) > VIEW} == set()
