"""`{% load tables %}`: the rows of the work lists."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def table_rows(
    rows: Iterable[tuple[Sequence[Any], str, str]], columns: Sequence[tuple[Any, str]]
) -> SafeString:
    """The rows of `parts/table.html`, each cell with the CSS class and the words of its column.

    Written here and not in a template: a page holds hundreds of cells. Raises ValueError when a row
    has not one cell per column.
    """
    css = [format_html(' class="{}"', name) if name else "" for _words, name in columns]
    opened = [
        format_html('<td{} data-label="{}">', name, words)
        for name, (words, _name) in zip(css[1:], columns[1:], strict=True)
    ]
    drawn = []
    for (first, *others), url, row_words in rows:
        cells = format_html_join("\n", "{}{}</td>", zip(opened, others, strict=True))
        drawn.append((_row_heading(first, url, row_words), cells))
    return format_html_join("\n", '<tr>\n<th scope="row">{}</th>\n{}\n</tr>', drawn)


def _row_heading(cell: Any, url: str, row_words: str) -> Any:
    if not url:
        return cell
    more = format_html('<span class="sr-only">, {}</span>', row_words) if row_words else ""
    return format_html('<a class="row-link" href="{}" data-private>{}{}</a>', url, cell, more)
