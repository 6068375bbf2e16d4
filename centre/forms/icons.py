"""Our own few icons, drawn in a 24 by 24 grid and sent within the page: no request, no sprite.

Each is a format string with one place for a CSS class. Their size stands in them too: a phone that
never got the styles shows small signs, not a screen full of black.
"""

from typing import Final

# Shapes differ, not only colours: what they say must survive black and white (ux A.2).
SHAPES: Final[dict[str, str]] = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "check": '<path d="M4 13l5 5L20 6"/>',
    "close": '<path d="M6 6l12 12M18 6L6 18"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "success": '<circle cx="12" cy="12" r="9"/><path d="M7.5 12.5l3 3 6-7"/>',
    "warning": '<path d="M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5"/>',
    "error": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v6M12 16v.5"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>',
    "pause": '<circle cx="12" cy="12" r="9"/><path d="M10 8.5v7M14 8.5v7"/>',
    "waived": '<circle cx="12" cy="12" r="9"/><path d="M6 18L18 6"/>',
    "late": '<circle cx="12" cy="12" r="9"/><path d="M7.5 11l3 3 6-6M8 18h8"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-5 4-7 8-7s8 2 8 7"/>',
    "phone": '<path d="M6 3h4l2 5-2.5 2a12 12 0 005 5L16 12.5l5 2v4c0 1.5-1 2.5-2.5 2.5'
    'C10 21 3 14 3 5.5 3 4 4 3 6 3z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5L21 21"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V7a4 4 0 018 0v4"/>',
    "paper": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "plan": '<path d="M4 6l2 2 3-3M12 6.5h8M4 13l2 2 3-3M12 13.5h8M4 20h5M12 20h8"/>',
    "pen": '<path d="M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4"/>',
    "voice": '<path d="M4 5h16v11H11l-5 4v-4H4z"/>',
    "eye": '<path d="M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7z"/>'
    '<circle cx="12" cy="12" r="3"/>',
    "print": '<path d="M7 8V3h10v5M7 17H3V8h18v9h-4M7 14h10v7H7z"/>',
}

DRAWN: Final[dict[str, str]] = {
    name: '<svg class="icon-line {}" width="24" height="24" viewBox="0 0 24 24" aria-hidden="true"'
    f' focusable="false">{shape}</svg>'
    for name, shape in SHAPES.items()
}
MARK: Final = (
    '<svg class="{}" width="40" height="32" viewBox="0 0 40 32" aria-hidden="true" focusable="false">'
    '<ellipse cx="9" cy="25" rx="9" ry="6"/><ellipse cx="22" cy="15" rx="7.5" ry="5"/>'
    '<ellipse cx="33" cy="6.5" rx="6" ry="4"/></svg>'
)
