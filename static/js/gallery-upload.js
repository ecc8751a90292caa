/* Sends pictures to the intake gate: one request a file, two at a time, so that the server stays free for others.

Shows each file's progress and, for what did not arrive, the reason and a way to try again. Knows nothing of
rows: gallery-editor.js makes them. */
class GalleryUpload {
  static AT_ONCE = 2;
  static TIMEOUT = 5 * 60 * 1000;

  /* root holds [data-gallery-uploads]; arrived(item) makes a row and may return a remark; say(text) is read aloud. */
  constructor(root, settings, { arrived, say, free }) {
    Object.assign(this, { settings, texts: settings.texts, arrived, say, free });
    this.box = root.querySelector("[data-gallery-uploads]");
    this.bar = this.box.querySelector("progress");
    this.summary = this.box.querySelector("[data-gallery-summary]");
    this.list = this.box.querySelector("[data-gallery-list]");
    this.retryAll = this.box.querySelector("[data-gallery-retry-all]");
    this.items = [];
    this.retryAll.addEventListener("click", () => this.retry());
    window.addEventListener("online", () => this.retry());
    window.addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
  }

  get busy() {
    return this.items.some(({ state }) => state === "waiting" || state === "sending");
  }

  get faults() {
    return this.items.filter(({ state }) => state === "lost" || state === "refused");
  }

  /* The token of now: whoever has logged in again, in another window, has another than this page was made with. */
  get token() {
    const start = `${this.settings.csrfCookie}=`;
    const cookie = document.cookie.split("; ").find((one) => one.startsWith(start));
    return cookie ? decodeURIComponent(cookie.slice(start.length)) : window.wagtailConfig.CSRF_TOKEN;
  }

  /* Take files in the order in which they were chosen. */
  add(files) {
    if (!this.busy && !this.faults.length) {
      this.items = [];
      this.list.replaceChildren(); // remarks of what has arrived
    }
    let free = this.free() - this.items.filter(({ state }) => state === "waiting" || state === "sending").length;
    for (const file of files) {
      const fault = file.size > this.settings.maxBytes ? this.texts.tooLarge : free <= 0 ? this.texts.tooMany : "";
      const item = { file, state: fault ? "refused" : "waiting", message: fault };
      if (fault) this.say(`${file.name}: ${fault}`);
      else free -= 1;
      this.items.push(item);
      this.show(item);
    }
    this.next();
  }

  /* Send one again, or all that were lost on their way. What the gate refused stays refused. */
  retry(item) {
    for (const lost of item ? [item] : this.items.filter(({ state }) => state === "lost")) {
      lost.state = "waiting";
      this.show(lost);
    }
    this.next();
  }

  next() {
    let sending = this.items.filter(({ state }) => state === "sending").length;
    for (const item of this.items) {
      if (sending >= GalleryUpload.AT_ONCE) break;
      if (item.state === "waiting") {
        sending += 1;
        this.send(item);
      }
    }
    this.showAll();
  }

  send(item) {
    const request = new XMLHttpRequest(); // fetch() tells nothing of an upload's progress
    const body = new FormData();
    body.append("file", item.file);
    item.state = "sending";
    this.showProgress(item, 0);
    request.open("POST", this.settings.upload);
    request.timeout = GalleryUpload.TIMEOUT;
    request.setRequestHeader("X-CSRFToken", this.token);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", ({ loaded, total }) => this.showProgress(item, loaded / (total || 1)));
    request.addEventListener("load", () => this.answered(item, request));
    for (const kind of ["error", "timeout", "abort"]) {
      request.addEventListener(kind, () => this.settle(item, "lost", this.texts.offline));
    }
    request.send(body);
  }

  answered(item, { status, responseText }) {
    let answer = null;
    try {
      answer = JSON.parse(responseText);
    } catch {
      /* A page instead of an answer: an error's, or the login's. */
    }
    if (status === 200 && answer) {
      this.renewForm();
      item.answer = answer;
      const remark = this.arrived(item, this.items.slice(this.items.indexOf(item) + 1));
      this.settle(item, "done", remark || (answer.known ? this.texts.fromLibrary : ""));
    } else if (status === 422 && answer) this.settle(item, "refused", answer.error);
    else if (status === 413) this.settle(item, "refused", this.texts.tooLarge);
    else if (status === 403 || status === 200) this.settle(item, "lost", this.texts.loggedOut);
    else this.settle(item, "lost", this.texts.serverFault);
  }

  /* What was accepted with a new token is saved with it, too. */
  renewForm() {
    const field = this.box.closest("form").querySelector("[name=csrfmiddlewaretoken]");
    if (field && this.settings.csrfCookie) field.value = this.token;
  }

  settle(item, state, message) {
    item.state = state;
    item.message = message;
    this.show(item);
    if (state !== "done") this.say(`${item.file.name}: ${message}`);
    this.next();
    if (!this.busy) {
      this.say(this.summary.textContent);
      this.box.dispatchEvent(new CustomEvent("gallery:finished", { bubbles: true }));
    }
  }

  /* Draw the line of a file. What arrived without a remark has a row: its line goes. */
  show(item) {
    item.line?.remove();
    if (item.state === "done" && !item.message) return;
    item.line = document.createElement("li");
    item.line.className = "gallery-uploads__item";
    item.line.dataset.state = item.state;
    const name = document.createElement("strong");
    name.textContent = item.file.name;
    const status = document.createElement("span");
    status.className = "gallery-uploads__status";
    status.textContent = item.message && item.state !== "waiting" ? item.message : this.texts.waiting;
    item.line.append(name, status);
    if (item.state === "waiting") {
      const bar = document.createElement("progress");
      Object.assign(bar, { max: 1, value: 0 });
      bar.setAttribute("aria-label", item.file.name);
      item.line.append(bar);
    }
    if (item.state === "lost") item.line.append(this.button(this.texts.retry, item, () => this.retry(item)));
    if (item.state === "refused" || item.state === "done") {
      item.line.append(this.button(this.texts.dismiss, item, () => this.dismiss(item)));
    }
    /* Lines stand in the order of the files, whatever comes back first. */
    const following = this.items.slice(this.items.indexOf(item) + 1).find(({ line }) => line?.isConnected);
    this.list.insertBefore(item.line, following ? following.line : null);
  }

  button(text, item, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = text;
    button.setAttribute("aria-label", `${text}: ${item.file.name}`);
    button.addEventListener("click", act);
    return button;
  }

  dismiss(item) {
    this.items = this.items.filter((one) => one !== item);
    const focus = item.line.nextElementSibling || item.line.previousElementSibling;
    item.line.remove();
    focus?.querySelector("button")?.focus();
    this.showAll();
  }

  showProgress(item, part) {
    item.part = part;
    const percent = Math.floor(part * 100);
    item.line.dataset.state = "sending";
    item.line.querySelector("progress").value = part;
    item.line.querySelector(".gallery-uploads__status").textContent =
      part < 1 ? this.texts.sending.replace("{percent}", percent) : this.texts.checking;
    this.showAll();
  }

  showAll() {
    const count = (state) => this.items.filter((item) => item.state === state).length;
    const done = count("done");
    const failed = this.faults.length;
    const parts = this.items.reduce((sum, item) => sum + (item.state === "sending" ? item.part * 0.8 : 0), 0);
    const text = this.busy ? "progress" : failed ? "finishedWithFaults" : "finished";
    this.box.hidden = !this.items.length;
    this.bar.hidden = !this.busy;
    this.bar.max = this.items.length || 1;
    this.bar.value = done + failed + parts;
    this.retryAll.hidden = this.busy || count("lost") < 2;
    this.summary.textContent = this.texts[text]
      .replace("{done}", done)
      .replace("{total}", this.items.length)
      .replace("{failed}", failed);
  }
}
