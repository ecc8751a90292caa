// Readers' answers: a rating without leaving the story, and the marked passage in the form for mistakes. Both are
// extras. The passage waits in this tab alone and never stands in an address.
(function () {
  "use strict";

  const PLACE = "feedback-passage";
  const LONGEST = 1000;

  function keep(value) {
    try {
      if (value === null) sessionStorage.removeItem(PLACE);
      else sessionStorage.setItem(PLACE, value);
    } catch (refused) {
      // A browser that keeps nothing: the reader copies the passage.
    }
  }

  const report = document.querySelector("[data-report]");
  const story = document.querySelector("[data-story]");
  if (report && story) {
    let passage = "";
    // Remembered as it is marked: a touch on the link takes the mark away.
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      const text = String(selection).trim();
      if (text && story.contains(selection.anchorNode) && story.contains(selection.focusNode)) passage = text;
    });
    report.addEventListener("click", () => {
      keep(passage ? JSON.stringify({ to: report.pathname, text: passage.slice(0, LONGEST) }) : null);
    });
  }

  const quotation = document.querySelector("[data-quotation]");
  if (quotation && !quotation.value) {
    try {
      const kept = JSON.parse(sessionStorage.getItem(PLACE));
      if (kept && kept.to === location.pathname) quotation.value = kept.text;
    } catch (refused) {
      // Nothing was kept.
    }
    keep(null);
  }

  const rating = document.querySelector("[data-rating]");
  const said = document.querySelector("[data-rated]");
  if (!rating || !said || !window.fetch) return;
  rating.addEventListener("submit", async (event) => {
    const pressed = event.submitter;
    if (!pressed) return;
    event.preventDefault();
    const buttons = [...rating.querySelectorAll("button")];
    buttons.forEach((button) => { button.disabled = true; });
    let sentence = rating.dataset.failed;
    let done = false;
    try {
      const answer = await fetch(rating.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ useful: pressed.value }),
        credentials: "same-origin",
      });
      sentence = (await answer.json()).said;
      done = answer.ok;
    } catch (failed) {
      // Said below.
    }
    said.textContent = sentence;
    rating.hidden = done;
    buttons.forEach((button) => { button.disabled = false; });
    if (done) said.focus();
    // A button that is switched off loses the focus; a reader who went on meanwhile keeps theirs.
    else if (!document.activeElement || document.activeElement === document.body) pressed.focus();
  });
})();
