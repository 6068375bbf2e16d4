// How many characters are left, told politely after a pause in the typing; never stops the typing.
(function () {
  "use strict";
  document.querySelectorAll("[data-limit]").forEach(function (box) {
    var area = box.querySelector("textarea");
    if (!area) return;
    var most = Number(box.dataset.limit);
    var seen = document.createElement("p");
    var told = document.createElement("p");
    var timer;
    seen.className = "form-hint";
    seen.setAttribute("aria-hidden", "true");
    told.className = "sr-only";
    told.setAttribute("role", "status");
    box.append(seen, told);

    function show() {
      // The server counts line breaks as two characters.
      var length = area.value.replace(/\r?\n/g, "\r\n").length;
      var left = most - length;
      var words = left < 0 ? box.dataset.limitOver : box.dataset.limitLeft;
      seen.textContent = Math.abs(left) + " " + words;
      seen.classList.toggle("limit-over", left < 0);
      clearTimeout(timer);
      timer = setTimeout(function () { told.textContent = seen.textContent; }, 1000);
    }

    area.addEventListener("input", show);
    if (area.value) show();
  });
})();
