// The staff's shortcuts and the warning before the session ends. All works without it.
(function () {
  "use strict";

  // Ctrl+Enter saves the form one writes in; a button may be chosen by data-save.
  function save(target) {
    var form = target.closest ? target.closest("form") : null;
    if (!form) return;
    form.requestSubmit(form.querySelector("[data-save]") || undefined);
  }

  // Alt+Shift+N, S, 1..5: go where the element marked with that key leads (WCAG 2.1.4: no single keys).
  function go(key) {
    var goal = document.querySelector('[data-shortcut="' + CSS.escape(key) + '"]');
    if (!goal) return false;
    goal.focus();
    if (goal.matches("a, button")) goal.click();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      save(event.target);
    } else if (event.altKey && event.shiftKey && !event.ctrlKey) {
      // The code names the key whatever Shift makes of it: 1 stays 1.
      var key = event.code.replace(/^(Key|Digit)/, "").toLowerCase();
      if (go(key)) event.preventDefault();
    } else if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
      document.documentElement.classList.toggle("privacy");
    }
  });

  var dialog = document.getElementById("session-warning");
  if (!dialog) return;
  var warnBefore = 5 * 60 * 1000;
  var idle = Number(dialog.dataset.idleSeconds) * 1000;
  var shown = dialog.querySelector("[data-countdown]");
  var endsAt = Date.now() + idle;

  function clock(left) {
    var seconds = Math.max(0, Math.ceil(left / 1000));
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  // Counted from the clock, not from ticks: a sleeping machine loses ticks.
  setInterval(function () {
    var left = endsAt - Date.now();
    if (left > Math.min(warnBefore, idle / 2)) return;
    shown.textContent = clock(left);
    if (!dialog.open) dialog.showModal();
  }, 1000);

  // The server has seen somebody: a draft was saved.
  document.addEventListener("session:alive", function () {
    endsAt = Date.now() + idle;
    if (dialog.open) dialog.close();
  });

  // Whoever presses Esc is there.
  dialog.addEventListener("cancel", function (event) {
    event.preventDefault();
    dialog.querySelector("form").requestSubmit();
  });

  dialog.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    var form = event.target;
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (answer) {
        // Logged out already: let the server show where to log in again.
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        endsAt = Date.now() + idle;
        dialog.close();
      })
      .catch(function () {
        // A page on which somebody writes keeps the text and says itself where to log in again.
        var ended = new CustomEvent("session:ended", { cancelable: true });
        if (document.dispatchEvent(ended)) return form.submit();
        endsAt = Infinity;
        return dialog.close();
      });
  });
})();
