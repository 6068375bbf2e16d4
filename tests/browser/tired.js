// Chooses what a tired user presses next on this page: any link, any button, with the form before it
// filled in some likely way or left as it is. `chance` is a row of numbers from 0 to 1.
window.tiredUser = {
  choose(chance, skipped) {
    let used = 0;
    const next = () => chance[used++ % chance.length];
    const pick = (list) => list[Math.floor(next() * list.length)];
    document.querySelectorAll("details").forEach((one) => { one.open = true; });
    const goals = [...document.querySelectorAll("a[href], button")].filter(
      (one) => one.checkVisibility() && !one.closest("dialog:not([open])") && !one.matches(skipped)
    );
    // The page's own matter more often than the menu and the foot of the page, and its forms most.
    const own = goals.filter((one) => one.closest("main"));
    const forms = own.filter((one) => one.form);
    const wish = next();
    this.goal = pick([forms, own, goals].find((list, at) => list.length && wish < [0.5, 0.85, 1][at]) || []);
    if (!this.goal) return { kind: "nothing" };
    if (this.goal.matches("a")) return this.link(new URL(this.goal.href));
    const form = this.goal.form;
    if (!form || this.goal.type !== "submit") return { kind: "here" };
    if (next() < 0.8) this.fill(form, next, pick);
    return { kind: "goes", words: this.goal.textContent.trim() };
  },

  link(to) {
    if (to.host !== location.host) return { kind: "away", url: to.href };
    if (/\.(csv|ics|pdf)$|\/(file|sheet)\/$|\/letters\//.test(to.pathname)) return { kind: "file", url: to.href };
    const here = to.hash && to.pathname + to.search === location.pathname + location.search;
    return { kind: here ? "here" : "goes", words: to.pathname };
  },

  fill(form, next, pick) {
    const radios = Object.groupBy(form.querySelectorAll("[type=radio]"), (one) => one.name);
    Object.values(radios).forEach((group) => { pick(group).checked = true; });
    form.querySelectorAll("[type=checkbox]").forEach((one) => { one.checked = next() < 0.3; });
    form.querySelectorAll("select").forEach((one) => { one.selectedIndex = Math.floor(next() * one.length); });
    form.querySelectorAll("textarea").forEach((one) => { one.value = "Æblegrød på tirsdag\nog ring så igen."; });
    const day = new Date(Date.now() + Math.floor(next() * 20 - 10) * 86400000);
    const words = { _day: day.getDate(), _month: day.getMonth() + 1, _year: day.getFullYear(), time: "10.00",
                    phone: "20 30 40 50", email: "kim@example.dk", name: "Kim Ærø", cpr: "" };
    form.querySelectorAll("input:not([type=radio], [type=checkbox], [type=hidden])").forEach((one) => {
      const known = Object.keys(words).find((end) => one.name.endsWith(end));
      one.value = known ? words[known] : "Grød";
    });
  },

  press() { this.goal.click(); },
};
