// A passkey is made or shown by the browser; what it answers is sent with the form. Without a script, or
// in a browser that knows none, there is the app's code.
(function () {
  "use strict";
  var form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  var button = form.querySelector("[data-passkey-go]");
  var sorry = form.querySelector("[data-passkey-sorry]");

  function bytes(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (letter) {
      return letter.charCodeAt(0);
    });
  }

  function words(buffer) {
    var raw = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function asked() {
    var told = JSON.parse(form.dataset.passkey);
    told.challenge = bytes(told.challenge);
    if (told.user) told.user.id = bytes(told.user.id);
    (told.excludeCredentials || told.allowCredentials || []).forEach(function (one) {
      one.id = bytes(one.id);
    });
    return told;
  }

  function answered(key) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(
      function (part) {
        if (key.response[part]) response[part] = words(key.response[part]);
      }
    );
    return { id: key.id, rawId: words(key.rawId), type: key.type, response: response };
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    var options = { publicKey: asked() };
    var make = Boolean(options.publicKey.user);
    sorry.hidden = true;
    button.disabled = true;
    (make ? navigator.credentials.create(options) : navigator.credentials.get(options)).then(
      function (key) {
        form.elements.passkey.value = JSON.stringify(answered(key));
        HTMLFormElement.prototype.submit.call(form);
      },
      function () {
        button.disabled = false;
        sorry.hidden = false;
      }
    );
  });
})();
