"""axe, asked of a page: only what is wrong comes back, the full account of a page is a megabyte."""

from django.conf import settings
from playwright.sync_api import Page

AXE = (settings.BASE_DIR / "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# To send half a megabyte takes longer than the look; a function that nobody calls is only stored.
ASLEEP = f"window.wakeAxe = () => {{\n{AXE}\n}};"
WAKE = "() => { if (!window.axe && window.wakeAxe) wakeAxe(); return Boolean(window.axe); }"
LOOK = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(
    found => found.violations.flatMap(
        fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 120)}`)))"""


def keep_axe(page: Page) -> None:
    """Send axe to the browser once, for whatever this page comes to show: where most is looked at."""
    page.add_init_script(ASLEEP)


def violations_of(page: Page) -> list[str]:
    """What axe finds on the page as it is now, at the width that it has."""
    page.wait_for_load_state()
    if not page.evaluate(WAKE):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(LOOK, RULES)
    return found
