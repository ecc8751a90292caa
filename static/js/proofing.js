/* Soát bài: asks for the findings some moments after the last key, and shows them beside the form. */
(function () {
  "use strict";

  const PAUSE = 1000;

  function start(panel) {
    const form = document.querySelector("form[data-edit-form]");
    if (!form) return;
    const status = panel.querySelector("[data-proofing-status]");
    const failed = panel.querySelector("[data-proofing-failed]");
    const findings = panel.querySelector("[data-proofing-findings]");
    const counter = document.querySelector(
      "[data-side-panel-toggle=proofing] [data-side-panel-toggle-counter]",
    );
    let timer = 0;
    let checked = null;
    let request = null;

    /* What changes the text; the hidden fields that autosave rewrites are no change. */
    function content() {
      const data = new FormData(form);
      for (const name of ["next", "overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at"]) data.delete(name);
      for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
      return new URLSearchParams(data).toString();
    }

    function show(html) {
      /* A reader in the middle of the list stays there. */
      const focused = findings.contains(document.activeElement) ? document.activeElement.dataset.proofingPath : null;
      findings.innerHTML = html;
      const said = findings.querySelector("[data-proofing-summary]");
      if (status.textContent !== said.dataset.proofingSummary) status.textContent = said.dataset.proofingSummary;
      if (counter) {
        counter.textContent = said.dataset.proofingCount;
        counter.hidden = said.dataset.proofingCount === "0";
      }
      if (focused) {
        const again = findings.querySelector(`[data-proofing-path="${CSS.escape(focused)}"]`);
        if (again) again.focus();
      }
    }

    async function check() {
      const body = content();
      if (body === checked) return;
      if (request) request.abort();
      request = new AbortController();
      const address = new URL(panel.dataset.proofingAddress, window.location.href);
      address.searchParams.set("form", new URL(form.action, window.location.href).pathname);
      try {
        const answer = await fetch(address, {
          method: "POST",
          body: new URLSearchParams(body),
          credentials: "same-origin",
          signal: request.signal,
          redirect: "error",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        show(await answer.text());
        checked = body;
        failed.hidden = true;
      } catch (error) {
        if (error.name !== "AbortError") failed.hidden = false;
      }
    }

    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(check, PAUSE);
    }

    for (const name of ["input", "change", "keyup", "click", "drop", "w-autosave:success"]) {
      document.addEventListener(name, later, { passive: true });
    }
    findings.addEventListener("click", (event) => {
      const button = event.target.closest("[data-proofing-path]");
      if (button) window.proofingPlaces.jump(button.dataset.proofingPath, button.dataset.proofingExcerpt);
    });
    later();
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const panel of document.querySelectorAll("[data-proofing]")) start(panel);
  });
})();
