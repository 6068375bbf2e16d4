"""400 % zoom with all its company: larger spacing, forced colours, no motion; and what gets lost."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

SCRIPT = Path(__file__).with_name("layout.js").read_text()
# 1280 × 1024 at 400 %.
ZOOMED: ViewportSize = {"width": 320, "height": 256}
WIDE: ViewportSize = {"width": 1280, "height": 800}
# WCAG 1.4.12; a sheet made by the script, since the page's own policy lets no other one in.
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
CONTROLS = "() => layout.controls().map(one => layout.name(one))"
MOST_STOPS = 150


def zoomed(page: Page) -> None:
    """Make this page and those that follow as large as WCAG asks for, in few colours, at rest."""
    page.set_viewport_size(ZOOMED)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.evaluate(SPACING)


def usual(page: Page) -> None:
    """As at a desk again."""
    page.set_viewport_size(WIDE)
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    page.evaluate("document.adoptedStyleSheets = []")


def lost_when_zoomed(page: Page) -> list[str]:
    """Everything that the page loses between a desk and 400 %; it is left as it was."""
    page.evaluate(SCRIPT)
    before: list[str] = page.evaluate(CONTROLS)
    zoomed(page)
    after: list[str] = page.evaluate(CONTROLS)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faults = [f"lost: {one}" for one in before if one not in after]
    faults += [f"{wide} px too wide"] if wide > 0 else []
    faults += page.evaluate("[...layout.outside(), ...layout.clipped(), ...layout.small()]")
    faults += moving(page) + faults_of_focus(page)
    usual(page)
    return faults


def moving(page: Page) -> list[str]:
    """What still moves for a person who asked for rest."""
    found: list[str] = page.evaluate(
        "document.getAnimations().map(one => `moves: ${layout.name(one.effect.target)}`)"
    )
    return found


def faults_of_focus(page: Page) -> list[str]:
    """Tab through the whole page: every stop has a ring and is not wholly covered (WCAG 2.4.11)."""
    page.evaluate("() => { scrollTo(0, 0); document.activeElement.blur(); }")
    faults: list[str] = []
    stops = 0
    while stops < MOST_STOPS:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        fault = page.evaluate("layout.focus()")
        faults += [fault] if fault else []
        stops += 1
    assert 3 <= stops < MOST_STOPS, f"{stops} stops: a trap, or nothing to stop at"
    return faults
