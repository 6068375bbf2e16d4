"""`{% load tables %}`: the rows of the work lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def table_rows(
    rows: Iterable[tuple[Sequence[Any], str, str]], columns: Sequence[tuple[Any, str]]
) -> SafeString:
    """The rows of `parts/table.html`, each cell with the CSS class and the words of its column.

    Written here and not in a template: a page holds hundreds of cells. Each is escaped as it is put
    in, which Django's own way would do anew for what stands around it. Raises ValueError when a row
    has not one cell per column.
    """
    opened = [
        f'<td{_css(css_class)} data-label="{conditional_escape(words)}">'
        for words, css_class in columns[1:]
    ]
    drawn = []
    for (first, *others), url, row_words in rows:
        cells = "\n".join(
            f"{begin}{conditional_escape(cell)}</td>"
            for begin, cell in zip(opened, others, strict=True)
        )
        heading = _row_heading(first, url, row_words)
        drawn.append(f'<tr>\n<th scope="row">{heading}</th>\n{cells}\n</tr>')
    return SafeString("\n".join(drawn))  # nosec B703


def _css(css_class: str) -> str:
    return f' class="{conditional_escape(css_class)}"' if css_class else ""


def _row_heading(cell: Any, url: str, row_words: str) -> str:
    said = conditional_escape(cell)
    if not url:
        return said
    more = f'<span class="sr-only">, {conditional_escape(row_words)}</span>' if row_words else ""
    return f'<a class="row-link" href="{conditional_escape(url)}" data-private>{said}{more}</a>'
