"""`{% load frame %}`: what stands around a page, the same for everybody who opens it; and around a form."""

from collections.abc import Hashable
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.forms.utils import flatatt
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.urls import get_urlconf
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_block_tag(takes_context=True)
def posted(
    context: Context,
    content: SafeString,
    of: BaseForm,
    draft: str = "",
    subject: object = "",
    action: str = "",
    css: str = "",
) -> SafeString:
    """The frame of a form that staff write in: `{% posted form draft=… subject=… %} … {% endposted %}`.

    Posted with its token, once however often it is pressed; faults are told by our own words and not by
    the browser. With `draft`, the name under which a text is kept as it is typed, and `subject`, whom it is
    about: a form that came back with a fault keeps its own.
    """
    kept = {"data-draft": draft, "data-draft-subject": str(subject)} if draft else {}
    attributes = {
        "method": "post",
        **{name: value for name, value in (("action", action), ("class", css)) if value},
        "novalidate": True,
        "data-once": True,
        **kept,
    }
    request = context.get("request")
    told = request.POST if request is not None and of.is_bound else {}
    hidden = {"csrfmiddlewaretoken": context["csrf_token"]}
    if draft:
        hidden |= {name: told.get(name, "") for name in ("draft_tab", "draft_seen")}
    fields = format_html_join(
        "",
        '<input type="hidden" name="{}" value="{}">',
        ((name, one) for name, one in hidden.items()),
    )
    return format_html("<form{}>{}{}</form>", flatatt(attributes), fields, content)


@register.tag
def same_for_all(parser: Parser, token: Token) -> Node:
    """A part of the frame that is drawn once a process: `{% same_for_all council %} … `.

    Inside it there is nothing but the named values, not even the request: what one visitor sees can
    hold nothing of another. It is drawn anew for other values and in the other language.
    """
    names = token.split_contents()[1:]
    inside = parser.parse(("endsame_for_all",))
    parser.delete_first_token()
    return _SameForAll(inside, {name: parser.compile_filter(name) for name in names})


class _SameForAll(Node):
    # Two languages, and a new standard now and then.
    MOST = 16

    def __init__(self, nodelist: NodeList, given: dict[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self.given = given
        self.drawn: dict[Hashable, str] = {}

    def render(self, context: Context) -> str:
        values = {name: found.resolve(context, True) for name, found in self.given.items()}
        key = (
            get_language(),
            str(get_urlconf() or settings.ROOT_URLCONF),
            settings.STATIC_URL,
            *values.values(),
        )
        try:
            drawn = self.drawn.get(key)
        except TypeError:
            # A value that is no key, such as a dictionary, may change: it is drawn each time.
            return self._draw(values, context)
        if drawn is None:
            drawn = self._draw(values, context)
            if len(self.drawn) >= self.MOST:
                self.drawn.clear()
            self.drawn[key] = drawn
        return drawn

    def _draw(self, values: dict[str, Any], context: Context) -> str:
        alone = Context(values)
        alone.template = context.template
        return self.nodelist.render(alone)
