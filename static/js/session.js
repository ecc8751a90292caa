/* The session's clock: tells the person in time, and when it is over keeps the page, and what is typed, as it is.
   Autosave and pings do not prolong a session; only what the person does, told from here twice a minute at most. */
(() => {
  const address = document.currentScript.dataset.address;
  const REPORT_EVERY = 30_000;
  const WARN_AT = 120_000;
  let endsAt = null;
  let acted = false;
  let reported = 0;
  let words = null;
  let token = "";
  let signIn = "";
  let asking = false;
  let over = false;
  let wasSignedIn = false;
  let notice = null;

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const show = (kind, sentences, ...choices) => {
    if (notice?.dataset.kind === kind) return;
    notice?.remove();
    notice = document.createElement("div");
    notice.className = "session-notice";
    notice.dataset.kind = kind;
    notice.setAttribute("role", "alert");
    for (const sentence of sentences) {
      const line = document.createElement("p");
      line.textContent = sentence;
      notice.append(line);
    }
    notice.append(...choices);
    document.body.append(notice);
  };

  const hide = () => {
    notice?.remove();
    notice = null;
  };

  const showOver = () => {
    over = true;
    const link = document.createElement("a");
    link.className = "button";
    link.href = signIn;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = words.signIn;
    show("over", [words.over, words.kept], link, button(words.check, () => ask("GET")));
  };

  /* A new session has a new token: what was open before must send that one. */
  const renew = () => {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
  };

  const heard = (answer) => {
    ({ words, token, signIn } = answer);
    endsAt = answer.secondsLeft === null ? null : Date.now() + answer.secondsLeft * 1000;
    if (!answer.signedIn) {
      if (wasSignedIn) showOver();
      return;
    }
    wasSignedIn = true;
    renew();
    if (over) {
      over = false;
      show("again", [words.again]);
      window.setTimeout(hide, 10_000);
    } else if (endsAt === null || endsAt - Date.now() > WARN_AT) {
      if (notice?.dataset.kind === "soon") hide();
    }
  };

  const ask = async (method) => {
    if (asking) return;
    asking = true;
    try {
      const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", "X-CSRFToken": token };
      const response = await fetch(address, { method, headers, credentials: "same-origin" });
      if (response.ok) heard(await response.json());
      // A token of before: somebody signed in again in another tab.
      else if (response.status === 403 && method === "POST") {
        asking = false;
        await ask("GET");
      }
    } catch {
      // Without a network nobody can tell; the next beat asks again.
    } finally {
      asking = false;
    }
  };

  const report = () => {
    acted = false;
    reported = Date.now();
    return ask("POST");
  };

  const act = () => {
    acted = true;
    if (!over && notice?.dataset.kind === "soon") report();
  };

  const beat = () => {
    if (!words) ask("GET");
    else if (over || !wasSignedIn) return;
    else if (acted && Date.now() - reported >= REPORT_EVERY) report();
    else if (endsAt === null) return;
    else if (Date.now() >= endsAt) ask("GET");
    else if (endsAt - Date.now() <= WARN_AT) show("soon", [words.soon], button(words.stay, report));
  };

  for (const kind of ["keydown", "pointerdown", "input", "wheel", "touchmove"]) {
    document.addEventListener(kind, act, { capture: true, passive: true });
  }
  for (const kind of ["visibilitychange", "focus", "pageshow"]) {
    window.addEventListener(kind, () => {
      if (document.visibilityState === "visible") ask("GET");
    });
  }
  /* A phone that slept wakes with the session over: the form stays where it is, with what is typed. The click is
     stopped as well: Wagtail's buttons would lock themselves for half a minute. */
  for (const kind of ["click", "submit"]) {
    document.addEventListener(
      kind,
      (event) => {
        if (kind === "click" && !event.target.closest?.("form [type=submit]")) return;
        if (wasSignedIn && (over || (endsAt !== null && Date.now() >= endsAt))) {
          event.preventDefault();
          event.stopImmediatePropagation();
          showOver();
        }
      },
      { capture: true },
    );
  }
  ask("GET");
  window.setInterval(beat, 5_000);
})();
