// A story's page: copy the link, print, and "Nghe bài viết". All of it is an extra: what needs this script is hidden
// without it. Nothing leaves the browser; the voice is the device's own.
(function () {
  "use strict";

  for (const place of document.querySelectorAll("[data-needs-script]")) place.hidden = false;

  const said = document.querySelector("[data-said]");
  const copy = document.querySelector("[data-copy]");
  if (copy) {
    copy.addEventListener("click", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(copy.dataset.copy);
      } catch (refused) {
        done = copyOldWay(copy.dataset.copy);
      }
      // Emptied first: the same words twice are said twice.
      said.textContent = "";
      setTimeout(() => { said.textContent = done ? copy.dataset.copied : copy.dataset.notCopied; }, 50);
      copy.focus();
    });
  }

  // Without TLS (an office's own network) browsers have no clipboard for scripts but this.
  function copyOldWay(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("readonly", "");
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  const print = document.querySelector("[data-print]");
  if (print) print.addEventListener("click", () => window.print());

  const box = document.querySelector("[data-listen]");
  const voices = window.speechSynthesis;
  if (!box || !voices) return;
  const play = box.querySelector("[data-listen-play]");
  const stop = box.querySelector("[data-listen-stop]");
  const label = box.querySelector("[data-listen-label]");
  const first = label.textContent;
  let queue = [];
  let state = "stopped";
  // Events of an utterance that was cancelled may come late: each playing has its number.
  let playing = 0;

  const vietnamese = () => {
    const known = voices.getVoices().filter((voice) => /^vi([-_]|$)/i.test(voice.lang));
    return known.find((voice) => voice.localService) || known[0];
  };

  function offer() {
    box.hidden = !vietnamese();
  }
  offer();
  // Most browsers learn their voices later.
  if (voices.addEventListener) voices.addEventListener("voiceschanged", offer);

  // What is read: title, lead, text, in the order of the page; a paragraph, heading or item at a time.
  const PARTS = "h2, h3, h4, p, li, caption, th, td, figcaption";
  function texts() {
    const found = [];
    for (const part of document.querySelectorAll("[data-story] [data-read]")) {
      const inner = [...part.querySelectorAll(PARTS)];
      for (const one of inner.length ? inner : [part]) {
        // A list item with a paragraph inside is read by its paragraph.
        if (one !== part && one.querySelector(PARTS)) continue;
        if (one.closest("[hidden], template, [aria-hidden='true']")) continue;
        const text = one.textContent.replace(/\s+/g, " ").trim();
        if (text) found.push(...pieces(text));
      }
    }
    return found;
  }

  // Some voices fall silent in a long text: it is cut between sentences, else between words.
  function pieces(text) {
    const cut = [];
    let rest = text;
    while (rest.length > 220) {
      const head = rest.slice(0, 220);
      const sentence = Math.max(...[". ", "; ", "! ", "? ", ": "].map((end) => head.lastIndexOf(end)));
      const end = sentence > 60 ? sentence + 1 : head.lastIndexOf(" ") > 0 ? head.lastIndexOf(" ") : 220;
      cut.push(rest.slice(0, end).trim());
      rest = rest.slice(end).trim();
    }
    if (rest) cut.push(rest);
    return cut;
  }

  function show(next) {
    state = next;
    stop.hidden = state === "stopped";
    play.dataset.state = state;
    label.textContent =
      state === "speaking" ? play.dataset.pause : state === "paused" ? play.dataset.goOn : first;
  }

  function next(number) {
    if (number !== playing || state === "stopped") return;
    if (!queue.length) {
      finish();
      return;
    }
    const utterance = new SpeechSynthesisUtterance(queue[0]);
    utterance.voice = vietnamese() || null;
    utterance.lang = "vi-VN";
    utterance.onend = () => {
      if (number !== playing) return;
      queue.shift();
      // Paused between two pieces: going on begins with the next.
      if (state === "speaking") next(number);
    };
    utterance.onerror = (event) => {
      if (number === playing && event.error !== "interrupted" && event.error !== "canceled") finish();
    };
    voices.speak(utterance);
  }

  function finish() {
    playing += 1;
    queue = [];
    voices.cancel();
    // The button that is about to go must not take the focus with it.
    if (document.activeElement === stop) play.focus();
    show("stopped");
  }

  play.addEventListener("click", () => {
    if (state === "speaking") {
      show("paused");
      // Not pause(): Android has none. The piece that was being read is read again.
      playing += 1;
      voices.cancel();
      return;
    }
    if (state === "stopped") {
      queue = texts();
      voices.cancel();
    }
    playing += 1;
    show("speaking");
    next(playing);
  });
  stop.addEventListener("click", finish);
  window.addEventListener("pagehide", () => voices.cancel());
})();
