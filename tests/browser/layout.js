// What a person at 400 % zoom loses: words cut off, controls too small, a focus that cannot be seen.
window.layout = {
  shown(one) {
    return one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  },

  name(one) {
    const words = (one.innerText || one.value || one.getAttribute("aria-label") || "").trim();
    return `${one.tagName.toLowerCase()}${one.id ? "#" + one.id : ""} “${words.slice(0, 40)}”`;
  },

  // For the ear only, on purpose: one pixel big or clipped away.
  hidden(one) {
    const box = one.getBoundingClientRect();
    return (box.width <= 1 && box.height <= 1) || one.closest(".sr-only, .skipnav:not(:focus)") !== null;
  },

  // In a box of its own that scrolls, as a table may.
  scrolls(one) {
    for (let box = one; box && box !== document.body; box = box.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  },

  outside() {
    return [...document.querySelectorAll("body *")]
      .filter((one) => this.shown(one) && !this.hidden(one) && !this.scrolls(one))
      .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > innerWidth + 1 || box.left < -1);
      })
      .map((one) => `outside: ${this.name(one)}`);
  },

  // Hidden overflow cuts words off; in a control or a chip the words run out over its edge.
  clipped() {
    const tight = "a.button, button, summary, .chip, .tile, .switch, .flag, th, td, label, legend";
    return [...document.querySelectorAll("body *")]
      .filter((one) => this.shown(one) && !this.hidden(one) && !one.closest("svg"))
      .filter((one) => {
        const style = getComputedStyle(one);
        const cuts = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
        if (style.display === "inline" || !(cuts || one.matches(tight))) return false;
        // What is typed may be longer than its field: the field scrolls with the caret.
        if (one.matches("input, textarea") && one.value.length > 8) return false;
        return one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2;
      })
      .map((one) => `clipped: ${this.name(one)} ${one.scrollWidth}/${one.clientWidth} ${one.scrollHeight}/${one.clientHeight}`);
  },

  controls() {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    return [...document.querySelectorAll(all)].filter((one) => this.shown(one) && one.type !== "hidden");
  },

  // What can be hit: the control and its labels together.
  target(one) {
    const boxes = [one, ...(one.labels || [])].filter((part) => !this.hidden(part)).map((part) => part.getBoundingClientRect());
    const left = Math.min(...boxes.map((box) => box.left)), right = Math.max(...boxes.map((box) => box.right));
    const top = Math.min(...boxes.map((box) => box.top)), bottom = Math.max(...boxes.map((box) => box.bottom));
    return { one, left, right, top, bottom, width: right - left, height: bottom - top };
  },

  // WCAG 2.5.8: 24 by 24, or in a sentence, or alone within a circle of 24.
  small() {
    const targets = this.controls().filter((one) => !this.hidden(one)).map((one) => this.target(one));
    const near = (a, b) => {
      const x = (a.left + a.right) / 2, y = (a.top + a.bottom) / 2;
      const dx = Math.max(b.left - x, 0, x - b.right), dy = Math.max(b.top - y, 0, y - b.bottom);
      return Math.hypot(dx, dy) < 12;
    };
    const inSentence = (one) => getComputedStyle(one).display === "inline" &&
      [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim().length > 1);
    return targets
      .filter((it) => (it.width < 23.5 || it.height < 23.5) && !inSentence(it.one))
      .filter((it) => targets.some((other) => other.one !== it.one && near(it, other)))
      .map((it) => `small: ${this.name(it.one)} ${Math.round(it.width)}×${Math.round(it.height)}`);
  },

  // A fault of what has the focus now, or nothing: its ring, and that it is not beneath something.
  focus() {
    const at = document.activeElement;
    if (!at || at === document.body) return "";
    const drawn = at.matches("[type=radio], [type=checkbox]") ? at.labels[0] : at;
    const rings = [[at, ""], [drawn, ""], [drawn, "::before"]].map(([one, part]) => getComputedStyle(one, part || null));
    if (!rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1)) return `no ring: ${this.name(at)}`;
    const hit = [at, drawn].some((one) => {
      // The part within the window: a table may be taller than it.
      return [...one.getClientRects()].some((box) => {
        const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
        const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
        return [0.02, 0.25, 0.5, 0.75, 0.98].some((x) => [0.1, 0.5, 0.9].some((y) => {
          const seen = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
          return seen && (one.contains(seen) || at.contains(seen));
        }));
      });
    });
    return hit ? "" : `covered: ${this.name(at)}`;
  },
};
