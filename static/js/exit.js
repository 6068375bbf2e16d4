// Leave the page at once: a click, or Shift three times within five seconds (ux A.5).
// Without JavaScript the links lead the same way; only the history entry stays then.
(function () {
  "use strict";
  var links = document.querySelectorAll("[data-exit]");
  if (!links.length) return;
  var within = 5000;
  var presses = [];

  function leave(event) {
    if (event) event.preventDefault();
    // Covered before the network answers, so that nothing is left to read meanwhile.
    document.documentElement.classList.add("leaving");
    document.title = "\u00a0";
    window.location.replace(links[0].href);
  }

  links.forEach(function (link) { link.addEventListener("click", leave); });

  var told = document.querySelector("[data-exit-told]");
  var words = told ? told.getAttribute("data-exit-told").split("|") : [];
  var live = document.createElement("div");
  live.className = "sr-only";
  live.setAttribute("role", "status");
  document.body.appendChild(live);

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Shift") {
      // Shift as part of typing is no wish to leave.
      presses = [];
      return;
    }
    if (event.repeat) return;
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < within; });
    presses.push(now);
    live.textContent = words[presses.length - 1] || "";
    if (presses.length === 3) leave();
  });

  // Coming back by the browser's memory must not show the covered page as a blank one,
  // nor the answers: ask the server again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted && document.documentElement.classList.contains("leaving")) window.location.reload();
  });
})();
