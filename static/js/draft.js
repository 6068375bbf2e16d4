// Keeps what is being written as a draft on the server: nothing of it is stored in the browser.
// A form says data-draft (its name) and data-draft-subject. All works without it; then no draft is kept.
(function () {
  "use strict";
  var frame = document.getElementById("drafts");
  var found = document.querySelectorAll("form[data-draft]");
  if (!frame || !found.length) return;
  var told = frame.dataset;
  // Saved this long after the last key, and at least this often while the keys go on (ux A.6: 5 s).
  var quiet = 2000;
  var most = 4500;
  var again = 5000;
  var warning = document.getElementById("session-warning");
  var idle = warning ? Number(warning.dataset.idleSeconds) * 1000 : Infinity;
  var heardAt = Date.now();
  var away = false;
  var watch;
  var keepers = [];
  var channel = window.BroadcastChannel ? new BroadcastChannel("drafts") : null;

  // --- The server ---------------------------------------------------------------------------

  function heard(answer) {
    if (answer.type === "opaqueredirect") throw new Error("ended");
    if (answer.ok || answer.status === 409) {
      heardAt = Date.now();
      document.dispatchEvent(new Event("session:alive"));
    }
    return answer;
  }

  function ask(url, fields, last) {
    var body = new URLSearchParams(fields);
    body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    var how = { method: "POST", body: body, redirect: "manual", credentials: "same-origin", keepalive: Boolean(last) };
    return fetch(url, how).then(heard);
  }

  // Which drafts there are; and a new token for every form of the page, which a new login asks for.
  function waiting() {
    var query = new URLSearchParams({ subject: keepers[0].subject });
    keepers.forEach(function (one) { query.append("form", one.name); });
    return fetch(told.waiting + "?" + query, { redirect: "manual", credentials: "same-origin" })
      .then(heard)
      .then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      })
      .then(function (page) {
        if (page.author !== told.author) throw new Error("other");
        document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(function (one) { one.value = page.token; });
        return page.drafts;
      });
  }

  // --- Boxes --------------------------------------------------------------------------------

  function drawn(name) {
    return frame.querySelector("template[data-box=" + name + "]").content.firstElementChild.cloneNode(true);
  }

  function press(box, button, act) {
    box.querySelector("[data-" + button + "]").addEventListener("click", act);
  }

  // The login is over: said where something was written, with a way back that leaves the page as it is.
  function ended(other) {
    keepers.forEach(function (one) {
      if (one.written()) one.show("ended", drawn(other ? "other" : "ended"));
    });
    away = true;
    clearTimeout(watch);
    watch = setTimeout(lookAgain, again);
  }

  function lookAgain() {
    if (!away) return;
    clearTimeout(watch);
    waiting().then(function () {
      away = false;
      keepers.forEach(function (one) { one.hide("ended"); one.save(); });
    }).catch(function (fault) {
      if (fault.message === "other") return ended(true);
      watch = setTimeout(lookAgain, again);
      return null;
    });
  }

  // Back from the window in which somebody logged in: the timer may sleep a while longer.
  window.addEventListener("focus", lookAgain);
  document.addEventListener("session:ended", function (event) {
    if (!keepers.some(function (one) { return one.written(); })) return;
    event.preventDefault();
    ended();
  });

  // --- The fields of a form -----------------------------------------------------------------

  function fieldsOf(form) {
    return Array.from(form.elements).filter(function (one) {
      return one.name && !/^(hidden|password|file|submit|button)$/.test(one.type);
    });
  }

  function chosen(field) { return /^(checkbox|radio)$/.test(field.type); }

  function wordsOf(form) {
    var words = {};
    fieldsOf(form).forEach(function (one) {
      words[one.name] = words[one.name] || [];
      if (!chosen(one) || one.checked) words[one.name].push(one.value);
    });
    return words;
  }

  function fill(form, words) {
    fieldsOf(form).forEach(function (one) {
      var values = words[one.name];
      if (!values) return;
      if (chosen(one)) one.checked = values.indexOf(one.value) >= 0;
      else one.value = values.length ? values[0] : "";
      var fold = one.closest("details.folded");
      if (fold && one.value) fold.open = true;
      // Others count the letters or show the deadline.
      one.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function labelOf(field) {
    var group = field.closest(".form-group");
    var label = group && group.querySelector(".form-label");
    return label ? label.textContent.trim().replace(/\s+/g, " ") : field.name;
  }

  // Values as they are read on the page: the words of an option, not its key.
  function read(form, name, values) {
    var fields = fieldsOf(form).filter(function (one) { return one.name === name; });
    return values.map(function (value) {
      var option = fields[0].options && Array.from(fields[0].options).find(function (one) { return one.value === value; });
      if (option) return option.text;
      var choice = fields.find(function (one) { return chosen(one) && one.value === value; });
      return choice && choice.labels.length ? choice.labels[0].textContent.trim() : value;
    }).join(", ") || "–";
  }

  // --- One form -----------------------------------------------------------------------------

  function number() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return byte.toString(16).padStart(2, "0");
    }).join("");
  }

  function keeper(form) {
    var me = { name: form.dataset.draft, subject: form.dataset.draftSubject };
    var key = me.name + " " + me.subject;
    var seenField = form.querySelector("[name=draft_seen]");
    var tabField = form.querySelector("[name=draft_tab]");
    // A form that came back with a fault is the same one still.
    var back = tabField.value !== "";
    var tab = tabField.value = tabField.value || number();
    // Later than every saving of the page that this one came from.
    var turn = Math.floor(Date.now() / 1000) % 900000000;
    var empty = back ? "" : JSON.stringify(wordsOf(form));
    var kept = empty;
    var boxes = {};
    var twins = {};
    var busy = false;
    var asking = "";
    var sent = false;
    var since = 0;
    var timer;
    var status = document.createElement("p");
    status.className = "form-hint draft-status";
    status.setAttribute("role", "status");
    form.append(status);

    function now() { return JSON.stringify(wordsOf(form)); }
    function fields(more) {
      return Object.assign({ form: me.name, subject: me.subject, author: told.author, draft_tab: tab, draft_seen: seenField.value }, more);
    }
    function say(words) { if (status.textContent !== words) status.textContent = words; }
    function later(wait) {
      clearTimeout(timer);
      timer = setTimeout(me.save, wait);
    }

    me.show = function (name, box) {
      me.hide(name);
      boxes[name] = box;
      form.prepend(box);
      var act = form.closest("details");
      if (act && name !== "twin") act.open = true;
    };
    me.hide = function (name) {
      if (boxes[name]) boxes[name].remove();
      delete boxes[name];
    };

    me.written = function () { return now() !== empty; };

    function failed(fault) {
      busy = false;
      if (fault.message === "ended") return ended();
      if (fault.message === "other") return ended(true);
      say(told.failing);
      later(again);
    }

    function settled(version) {
      asking = "";
      seenField.value = version;
      me.hide("choice");
    }

    // ---- saving

    me.save = function (last) {
      var text = now();
      clearTimeout(timer);
      if (sent || away || text === kept || (busy && !last)) return;
      if (asking) return asking === "offer" && !last ? compare() : undefined;
      var nothing = text === empty;
      if (nothing && !seenField.value) return;
      busy = true;
      since = 0;
      turn += 1;
      ask(nothing ? told.discard : told.save, fields({ content: text, draft_turn: turn }), last)
        .then(function (answer) { return answered(answer, text, nothing); })
        .catch(failed);
    };

    function answered(answer, text, nothing) {
      busy = false;
      if (answer.status === 403) return waiting().then(function () { later(quiet); });
      if (answer.status === 422 || answer.status === 404) {
        kept = text;
        return say(told.never);
      }
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      return answer.json().then(function (draft) {
        if (answer.status === 409) return draft.version ? compare() : gone();
        kept = text;
        seenField.value = draft.version;
        say(nothing ? "" : told.saved.replace("%s", draft.saved));
        if (now() !== kept) later(quiet);
        return null;
      });
    }

    // ---- choosing between two texts: never merged, never replaced unasked

    me.offer = function (draft) {
      if (draft.version === seenField.value) return;
      // A form that was sent holds words already: both texts are shown.
      if (back) return compare();
      var box = drawn("offer");
      box.querySelector("[data-when]").textContent = told.offer.replace("%s", draft.saved);
      press(box, "take", function () {
        if (me.written()) return compare();
        open().then(take).catch(function (fault) {
          // Saved for good or discarded meanwhile: nothing is left to fetch.
          if (fault.message !== "410") return failed(fault);
          settled("");
          return focusFirst();
        });
      });
      press(box, "drop", function () {
        ask(told.discard, fields({ draft_seen: draft.version })).then(function (answer) {
          if (answer.status === 409) return compare();
          settled("");
          return focusFirst();
        }).catch(failed);
      });
      asking = "offer";
      me.show("choice", box);
    };

    function open() {
      return ask(told.open, fields()).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json();
      });
    }

    function take(draft) {
      settled(draft.version);
      fill(form, draft.content);
      clearTimeout(timer);
      since = 0;
      kept = now();
      say(told.saved.replace("%s", draft.saved));
      focusFirst();
    }

    function focusFirst() {
      var goal = form.querySelector("textarea") || fieldsOf(form)[0];
      if (goal) goal.focus();
    }

    function compare() {
      asking = "both";
      return open().then(function (draft) {
        var mine = wordsOf(form);
        var names = Object.keys(mine).filter(function (name) {
          return draft.content[name] && String(draft.content[name]) !== String(mine[name]);
        });
        if (!names.length) {
          settled(draft.version);
          kept = now();
          return;
        }
        var box = drawn("both");
        box.querySelector("[data-when]").textContent = told.both.replace("%s", draft.saved);
        var row = box.querySelector("[data-row]");
        names.forEach(function (name) {
          var one = row.cloneNode(true);
          var field = fieldsOf(form).find(function (each) { return each.name === name; });
          one.querySelector("[data-name]").textContent = labelOf(field);
          one.querySelector("[data-mine]").textContent = read(form, name, mine[name]);
          one.querySelector("[data-theirs]").textContent = read(form, name, draft.content[name]);
          row.before(one);
        });
        row.remove();
        press(box, "keep", function () {
          settled(draft.version);
          kept = "";
          me.save();
          focusFirst();
        });
        press(box, "take", function () { take(draft); });
        me.hide("twin");
        me.show("choice", box);
      }).catch(function (fault) {
        if (fault.message === "410") return gone();
        asking = "";
        return failed(fault);
      });
    }

    function gone() {
      var box = drawn("gone");
      press(box, "keep", function () {
        // A page that was saved for good keeps no more under its own number.
        tab = tabField.value = number();
        settled("");
        kept = "";
        me.save();
        focusFirst();
      });
      asking = "gone";
      me.show("choice", box);
    }

    // ---- other tabs of this browser: an early word; what counts is what the server says

    function call(kind) { if (channel) channel.postMessage({ kind: kind, key: key, tab: tab }); }

    me.hears = function (word) {
      if (word.key !== key || word.tab === tab) return;
      if (word.kind === "who" && me.written()) call("here");
      if (word.kind === "here" && !twins[word.tab]) {
        twins[word.tab] = true;
        me.show("twin", drawn("twin"));
      }
      if (word.kind === "bye") {
        delete twins[word.tab];
        if (!Object.keys(twins).length) me.hide("twin");
      }
    };

    function changed() {
      if (!since) {
        since = Date.now();
        call("here");
      }
      later(Math.min(quiet, Math.max(0, since + most - Date.now())));
    }

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("focusout", function () {
      // A button that saves for good takes the focus first: the draft waits for what it does.
      if (now() !== kept) later(400);
    });
    form.addEventListener("submit", function (event) {
      if (event.defaultPrevented) return;
      if (!away && Date.now() - heardAt < idle) {
        sent = true;
        return;
      }
      // The login may be over, and a form sent then would be lost with its page: ask first.
      event.preventDefault();
      var button = event.submitter;
      waiting().then(function () {
        away = false;
        form.removeAttribute("data-sent-at");
        form.requestSubmit(button);
      }).catch(failed);
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") me.save(true);
    });
    window.addEventListener("pagehide", function () {
      me.save(true);
      call("bye");
    });
    window.addEventListener("pageshow", function () { sent = false; });
    me.begin = function () {
      call("who");
      if (back) later(0);
    };
    return me;
  }

  found.forEach(function (form) { keepers.push(keeper(form)); });
  if (channel) {
    channel.addEventListener("message", function (event) {
      keepers.forEach(function (one) { one.hears(event.data); });
    });
  }
  waiting().then(function (drafts) {
    drafts.forEach(function (draft) {
      keepers.filter(function (one) { return one.name === draft.form; }).forEach(function (one) { one.offer(draft); });
    });
  }).catch(function (fault) {
    if (fault.message === "ended" || fault.message === "other") ended(fault.message === "other");
  }).then(function () {
    keepers.forEach(function (one) { one.begin(); });
  });
})();
