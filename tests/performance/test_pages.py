import pytest

from tests.bench.pages import first_visits, weigh
from tests.performance.conftest import Morning

MOST_BYTES, MOST_REQUESTS, MOST_HTML = 60_000, 5, 15_000


def test_a_first_visit_is_light_and_asks_no_other_house(
    busy: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = first_visits()
    assert len(pages) == 5
    for what, html in pages:
        weight = weigh(html)
        assert weight.foreign == (), what
        assert weight.whole <= MOST_BYTES, (what, weight)
        assert weight.requests <= MOST_REQUESTS, (what, weight)
        assert weight.page <= MOST_HTML, what


def test_a_foreign_host_is_seen() -> None:
    page = '<html><script defer src="https://elsewhere.example/a.js"></script></html>'
    assert weigh(page).foreign == ("https://elsewhere.example/a.js",)
    assert weigh("<img src='//elsewhere.example/a.png'>").foreign == ("//elsewhere.example/a.png",)


def test_a_font_of_a_style_counts_as_a_request() -> None:
    weight = weigh('<link rel="stylesheet" href="/static/look/public.css">')
    assert any(name.endswith(".woff2") for name in weight.parts)
    assert weight.requests == 1 + 1 + sum(name.endswith(".woff2") for name in weight.parts)
