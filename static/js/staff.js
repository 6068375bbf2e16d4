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

  // A list of the menu that is left is closed: it lies over the page.
  function leave(event) {
    document.querySelectorAll(".main-nav-more[open]").forEach(function (list) {
      if (!list.contains(event.target)) list.open = false;
    });
  }
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);

  var dialog = document.getElementById("session-warning");
  if (!dialog) return;
  var warnBefore = 5 * 60 * 1000;
  var idle = Number(dialog.dataset.idleSeconds) * 1000;
  var idleAt = Date.now() + idle;
  // Ten hours after the login it is over, however busy one is.
  var lastAt = Date.now() + Number(dialog.dataset.endsIn) * 1000;
  var heading = document.getElementById("session-warning-heading");
  var over = "";
  var later = 0;

  function clock(left) {
    var seconds = Math.max(0, Math.ceil(left / 1000));
    return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
  }

  function show(state) {
    dialog.querySelectorAll("[data-when]").forEach(function (part) {
      part.hidden = part.dataset.when !== state;
      if (!part.hidden && heading.textContent !== part.dataset.heading) heading.textContent = part.dataset.heading;
    });
    if (!dialog.open) dialog.showModal();
  }

  function goOn() {
    over = "";
    later = 0;
    document.documentElement.classList.remove("privacy");
    if (dialog.open) dialog.close();
  }

  // Counted from the clock, not from ticks: a sleeping machine loses ticks.
  setInterval(function () {
    var left = Math.min(idleAt, lastAt) - Date.now();
    if (over || left > Math.min(warnBefore, idle / 2)) return;
    if (left <= 0) return end("ended");
    dialog.querySelectorAll("[data-countdown]").forEach(function (one) { one.textContent = clock(left); });
    if (idleAt < lastAt) return show("idle");
    return Date.now() < later ? undefined : show("final");
  }, 1000);

  // The page and what is written on it stay; the names on it are hidden from whoever comes by.
  function end(state) {
    over = state;
    document.documentElement.classList.add("privacy");
    show(state);
  }

  // Back from the window in which somebody logged in or showed who they are: the forms get its token.
  function look() {
    if (!over && !(dialog.open && lastAt <= idleAt)) return;
    fetch(dialog.dataset.thereUrl, { redirect: "manual", credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (now) {
        if (now.author !== dialog.dataset.author) return end("other");
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (one) { one.value = now.token; });
        idleAt = Date.now() + idle;
        lastAt = Date.now() + now.ends_in * 1000;
        if (now.ends_in * 1000 > warnBefore) goOn();
        return undefined;
      })
      // Not logged in yet, or no line: the question stays.
      .catch(function () {});
  }
  window.addEventListener("focus", look);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") look();
  });

  // The server has seen somebody: a draft was saved.
  document.addEventListener("session:alive", function () {
    if (over === "other") return;
    idleAt = Date.now() + idle;
    if (over || lastAt - Date.now() > warnBefore) goOn();
  });

  dialog.querySelector("[data-close]").addEventListener("click", function () {
    later = Date.now() + 60 * 1000;
    dialog.close();
  });

  // Whoever presses Esc is there.
  dialog.addEventListener("cancel", function (event) {
    event.preventDefault();
    if (over) return;
    if (idleAt < lastAt) dialog.querySelector("form").requestSubmit();
    else dialog.querySelector("[data-close]").click();
  });

  dialog.querySelector("form").addEventListener("submit", function (event) {
    event.preventDefault();
    var form = event.target;
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (answer) {
        // Logged out already.
        if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
        idleAt = Date.now() + idle;
        goOn();
      })
      .catch(function () {
        // A form that keeps drafts says itself where to log in again.
        var ended = new CustomEvent("session:ended", { cancelable: true });
        if (document.dispatchEvent(ended)) return end("ended");
        idleAt = lastAt = Infinity;
        return dialog.close();
      });
  });
})();
