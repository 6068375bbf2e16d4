// Answers are forgotten after an hour (ux 0, position 2): say so five minutes before, and take them off
// the screen when the hour is over. Any page that is shown, also by "Continue", begins the hour anew.
// Without JavaScript the cookie ends by itself, and the next click shows nothing.
(function () {
  "use strict";
  var dialog = document.querySelector("[data-idle]");
  if (!dialog) return;
  var idle = Number(dialog.dataset.idle) * 1000;
  var warnBefore = Math.min(5 * 60 * 1000, idle / 2);
  var endsAt = Date.now() + idle;
  var asking = false;

  // Counted from the clock, not from ticks: a sleeping machine loses ticks.
  setInterval(function () {
    var left = endsAt - Date.now();
    if (left <= -1000) {
      // The server says what is left to see: another tab may have kept the answers.
      endsAt = Infinity;
      document.documentElement.classList.add("leaving");
      window.location.replace(window.location.pathname);
    } else if (left <= warnBefore && !dialog.open && !asking) {
      dialog.showModal();
    }
  }, 1000);

  // Whoever presses Esc is there.
  dialog.addEventListener("cancel", function (event) {
    event.preventDefault();
    dialog.querySelector("form").requestSubmit();
  });

  dialog.querySelector("form").addEventListener("submit", function () {
    asking = true;
    fetch(window.location.pathname, { credentials: "same-origin", cache: "no-store" })
      // Sent elsewhere: the answers are forgotten already, and this page must not outlive them.
      .then(function (answer) { if (answer.ok) endsAt = answer.redirected ? 0 : Date.now() + idle; })
      .finally(function () { asking = false; });
  });
})();
