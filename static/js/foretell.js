// While an inquiry is written down: the deadline it would start. Without it the deadline is told after.
(function () {
  "use strict";
  var hint = document.querySelector("[data-foretell]");
  if (!hint) return;
  var form = hint.closest("form");
  // What the deadline depends on, and nothing of the person.
  var names = ["about", "age_group", "topic", "wish", "referrer", "extras",
    "received_on_day", "received_on_month", "received_on_year"];
  var asked = 0;
  var waiting;

  function ask() {
    var whole = new FormData(form);
    var body = new URLSearchParams();
    names.forEach(function (name) {
      whole.getAll(name).forEach(function (value) { body.append(name, value); });
    });
    body.set("csrfmiddlewaretoken", whole.get("csrfmiddlewaretoken"));
    var number = ++asked;
    fetch(hint.dataset.foretell, { method: "POST", body: body, redirect: "error", credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .catch(function () { return ""; })
      .then(function (words) {
        // An answer that was overtaken by a later question says nothing any more.
        if (number === asked && hint.textContent !== words) hint.textContent = words;
      });
  }

  form.addEventListener("change", function (event) {
    if (names.indexOf(event.target.name) < 0) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  ask();
})();
