// A second submit within a second is a nervous finger, not a second wish.
// The server stands behind it: an idempotency key makes the second one return the first receipt.
(function () {
  "use strict";
  var pause = 1000;
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-once")) return;
    var last = Number(form.dataset.sentAt || 0);
    var now = Date.now();
    if (now - last < pause) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(now);
  });
})();
