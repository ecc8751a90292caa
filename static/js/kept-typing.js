// What could not be saved is kept in this browser, encrypted with a key that only its writer's session is told
// (cms/kept_typing.py). The page editor saves it by itself when that is possible again; after a crash or a reload it
// is offered. Forms with data-kept-typing get it back into their fields.
"use strict";

(() => {
  const address = document.currentScript.dataset.address;
  const PREFIX = "kept-typing:";
  const SENT = "kept-typing-sent";
  const KEEP_AFTER = 400; // milliseconds after the last key
  const TRY_EVERY = 10_000;
  const SEEN_WITHIN = 3_000;
  let me = null; // { user, key, keptFor, words }
  let key = null;

  // ---- the store ------------------------------------------------------------------------------------------
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (buffer) => Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  const nameOf = (place) => `${PREFIX}${me.user}:${place}`;

  const keep = async (place, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
    try {
      localStorage.setItem(nameOf(place), JSON.stringify({ at: Date.now(), iv: btoa(text(iv)), sealed: btoa(text(sealed)) }));
    } catch {
      // The store is full or forbidden: the text is still on the page.
    }
  };
  const kept = async (place) => {
    const stored = localStorage.getItem(nameOf(place));
    if (!stored) return null;
    try {
      const { at, iv, sealed } = JSON.parse(stored);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, key, bytes(sealed));
      return { at, ...JSON.parse(new TextDecoder().decode(plain)) };
    } catch {
      localStorage.removeItem(nameOf(place)); // not ours, or damaged
      return null;
    }
  };
  const drop = (place) => localStorage.removeItem(nameOf(place));
  const dropAll = (unwanted) => {
    Object.keys(localStorage).filter((name) => name.startsWith(PREFIX) && unwanted(name)).forEach((name) => localStorage.removeItem(name));
  };
  const isOld = (name) => {
    try {
      return Date.now() - JSON.parse(localStorage.getItem(name)).at > me.keptFor * 1000;
    } catch {
      return true;
    }
  };

  // ---- what is said ---------------------------------------------------------------------------------------
  let notice = null;
  const hide = () => {
    notice?.remove();
    notice = null;
  };
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };
  const say = (kind, sentence, ...more) => {
    if (notice?.dataset.kind === kind) return;
    hide();
    notice = document.createElement("div");
    notice.className = "kept-typing";
    notice.dataset.kind = kind;
    notice.setAttribute("role", kind === "back" ? "status" : "alert");
    const line = document.createElement("p");
    line.textContent = sentence;
    notice.append(line, ...more);
    document.body.append(notice);
  };
  const clock = (at) => new Date(at).toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "numeric", month: "numeric", year: "numeric" });
  const discard = (place, then) => button(me.words.discard, () => {
    if (!window.confirm(me.words.sure)) return;
    drop(place);
    hide();
    then?.();
  });

  const ask = async () => {
    const answer = await fetch(address, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" }, credentials: "same-origin", redirect: "manual" });
    return answer.ok ? answer.json() : null;
  };

  // ---- the page editor ------------------------------------------------------------------------------------
  const editor = (form) => {
    const place = () => new URL(form.action, location.href).pathname;
    let changedAt = 0;
    let savingAt = 0;
    let failing = "";
    let foreign = false;
    let blind = false; // the rows' numbers are unknown: what is kept may be looked at, not stored
    let timer = 0;
    let unseen = 0;
    let trial = null;

    const store = () => {
      const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
      return keep(place(), { fields, revision: form.dataset.wAutosaveRevisionIdValue || "", blind });
    };
    // As if it were edited: Wagtail's autosave does the rest.
    const save = () => {
      trial = new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: { type: "edits" } });
      form.dispatchEvent(trial);
    };
    const changed = () => {
      changedAt = Date.now();
      clearTimeout(timer);
      timer = setTimeout(store, KEEP_AFTER);
      // Wagtail compares with the form as it was half a second after loading: what was typed before, it does not see.
      clearTimeout(unseen);
      unseen = setTimeout(() => changedAt > savingAt && save(), SEEN_WITHIN);
    };
    const again = async () => {
      if (!failing && !foreign) return;
      let who;
      try {
        who = await ask();
      } catch {
        return; // still no connection
      }
      if (!who) {
        window.dispatchEvent(new Event("focus")); // static/js/session.js asks, and says that the session is over
        return;
      }
      foreign = who.user !== me.user;
      if (foreign) say("foreign", me.words.foreign);
      else save();
    };

    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    document.addEventListener("w-unsaved:add", (event) => {
      if (event !== trial) changed();
    });
    document.addEventListener("w-autosave:save", (event) => {
      if (foreign) event.preventDefault();
      savingAt = Date.now();
    });
    document.addEventListener("w-autosave:success", (event) => {
      const { url } = event.detail.response;
      if (url) drop(location.pathname);
      if (failing || foreign) say("back", me.words.back);
      setTimeout(() => notice?.dataset.kind === "back" && hide(), 8_000);
      failing = "";
      if (changedAt > savingAt) return;
      clearTimeout(timer);
      drop(place());
    });
    document.addEventListener("w-autosave:error", ({ detail }) => {
      if (!savingAt) return;
      store();
      failing = { network_error: "network", server_error: "server", locked: "session" }[detail.type] || "";
      if (failing === "session" || failing === "server") again();
      if (me.words[failing]) say(failing, me.words[failing]);
      else hide();
    });
    document.addEventListener("w-autosave:deactivated", () => {
      blind = true;
      store();
    });
    window.addEventListener("online", again);
    window.addEventListener("focus", () => setTimeout(again, 1_500)); // after session.js renewed the form's token
    setInterval(again, TRY_EVERY);
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, place()));
    // A form that was refused shows what was typed by itself.
    if (!document.querySelector("[data-w-unsaved-force-value=true]")) offer(form, place());
  };

  const offer = async (form, place) => {
    const found = await kept(place);
    if (!found) return;
    const look = () => {
      const box = document.createElement("textarea");
      box.readOnly = true;
      box.rows = 8;
      box.setAttribute("aria-label", me.words.text);
      box.value = readable(found.fields);
      notice.querySelector("textarea")?.remove();
      notice.append(box);
      box.focus();
    };
    const restore = async () => {
      const data = new FormData();
      found.fields.forEach(([name, value]) => data.append(name, value));
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      if (found.revision) data.set("overwrite_revision_id", found.revision);
      let answer = null;
      try {
        answer = await (await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } })).json();
      } catch {
        // Said below.
      }
      if (!answer?.success) {
        notice.querySelector("p").textContent = [answer?.error_message, me.words.refused].filter(Boolean).join(" ");
        look();
        return;
      }
      drop(place);
      window.addEventListener("w-unsaved:confirm", (event) => event.preventDefault(), { once: true });
      location.assign(answer.url || location.href);
    };
    const choices = [button(me.words.look, look), discard(place)];
    if (!found.blind) choices.unshift(button(me.words.restore, restore));
    say("found", me.words.found.replace("%(time)s", clock(found.at)), ...choices);
  };

  // Rich text is JSON of blocks; numbers, kinds and places of rows are nobody's text.
  const readable = (fields) => fields.map(([name, value]) => {
    try {
      const { blocks } = JSON.parse(value);
      if (blocks) return blocks.map((block) => block.text).join("\n");
    } catch {
      // Plain text.
    }
    if (document.getElementsByName(name)[0]?.tagName === "SELECT") return "";
    return /(^next|^slug|FORMS|-id|-type|-order|-ORDER|-DELETE|-deleted|-count|^loaded_|^comment)/.test(name) || value.length < 3 ? "" : value;
  }).filter(Boolean).join("\n\n");

  // ---- plain forms ----------------------------------------------------------------------------------------
  const typedInto = (form) => [...form.elements].filter((field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type));
  const stateOf = (form) => typedInto(form).map((field) => [field.name, field.value, Boolean(field.checked)]);
  const plainForm = async (form) => {
    const place = `${location.pathname}#${form.dataset.keptTyping}`;
    const found = await kept(place);
    if (found) {
      const [more] = form.querySelectorAll("[data-speaker-add]");
      found.fields.forEach(([name, value, checked]) => {
        const isThere = () => form.querySelector(`[name="${CSS.escape(name)}"]`);
        while (!isThere() && more && !more.hidden) more.click();
        typedInto(form).filter((field) => field.name === name).forEach((field) => {
          if (field.type !== "checkbox" && field.type !== "radio") field.value = value;
          else if (field.value === value) field.checked = checked;
        });
      });
      say("returned", me.words.returned.replace("%(time)s", clock(found.at)), discard(place, () => form.reset()));
    }
    let timer = 0;
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(place, { fields: stateOf(form) }), KEEP_AFTER);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, place));
  };

  // What was sent from the page before this one has arrived, unless this page shows it once more as refused.
  const settle = () => {
    const place = sessionStorage.getItem(SENT);
    sessionStorage.removeItem(SENT);
    if (!place || !document.referrer) return;
    const [path] = place.split("#");
    if (new URL(document.referrer).pathname !== path) return;
    const refused = location.pathname === path && document.querySelector("[data-w-unsaved-force-value=true], form[data-kept-typing] .error-message");
    if (!refused) drop(place);
  };

  const start = async () => {
    if (!window.crypto?.subtle) return; // not a secure address: nothing is kept in clear
    if (location.pathname.includes("/login/")) return; // nobody is signed in
    try {
      me = await ask();
    } catch {
      return;
    }
    if (!me) return;
    key = await crypto.subtle.importKey("raw", bytes(me.key), "AES-GCM", false, ["encrypt", "decrypt"]);
    dropAll(isOld);
    settle();
    document.addEventListener("submit", (event) => {
      // Not form.action: that is a button, where a form has one of this name.
      if (event.target.getAttribute("action")?.includes("/logout/")) dropAll((name) => name.startsWith(`${PREFIX}${me.user}:`));
    }, { capture: true });
    const form = document.querySelector("#page-edit-form[data-controller~='w-autosave']");
    if (form) editor(form);
    document.querySelectorAll("form[data-kept-typing]").forEach(plainForm);
  };
  start();
})();
