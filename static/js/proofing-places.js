/* The way from a finding to its field in Wagtail's editor: "lead", "body.<block id>.text", "speeches.2.position". */
(function () {
  "use strict";

  const FOCUSABLE =
    "input:not([type=hidden]):not([disabled]), textarea:not([disabled]), select, [contenteditable=true], button:not([disabled])";

  /* Rows have no stable name in the form: the third row that is shown is row 2. */
  function rowOf(relation, number) {
    const rows = [...document.querySelectorAll(`[data-inline-panel-child][id^="inline_child_${relation}-"]`)];
    return rows.filter((row) => !row.id.includes("__prefix__") && !row.classList.contains("deleted") && row.style.display !== "none")[number];
  }

  function fieldIn(row, name) {
    const prefix = row.id.replace("inline_child_", "");
    const input = document.getElementById(`id_${prefix}-${name}`);
    return (input && input.closest("[data-field]")) || input || row;
  }

  /* The deepest element that the path names: a block that was just deleted leads to its field. */
  function find(path) {
    const [first, ...rest] = path.split(".");
    if (rest.length && /^\d+$/.test(rest[0])) {
      const row = rowOf(first, Number(rest[0]));
      if (row) return rest[1] ? fieldIn(row, rest[1]) : row;
    }
    const escaped = CSS.escape(first);
    let place =
      document.querySelector(`[data-contentpath="${escaped}"]`) ||
      document.getElementById(`panel-child-${first}-section`) ||
      document.getElementById(`id_${first}-FORMS`);
    for (const name of rest) {
      const inner = place && place.querySelector(`[data-contentpath="${CSS.escape(name)}"]`);
      if (!inner) break;
      place = inner;
    }
    return place;
  }

  /* Open the tab and every collapsed panel around it. */
  function reveal(place) {
    const tab = place.closest("[role=tabpanel]");
    if (tab && tab.hidden) {
      const link = document.querySelector(`[role=tab][href="#${CSS.escape(tab.id)}"]`);
      if (link) link.click();
    }
    for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
      const toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
    }
    /* The panel of the found block itself, and those in it, may be closed too. */
    const own = place.querySelector(":scope [data-panel-toggle][aria-expanded=false]");
    if (own) own.click();
  }

  /* Mark the words. The Highlight API paints them without touching what the rich text editor holds. */
  function mark(place, excerpt, target) {
    if (window.CSS && CSS.highlights) CSS.highlights.delete("proofing");
    if (!excerpt) return;
    if ("value" in target && target.setSelectionRange && /^(text|search|)$/.test(target.type === "textarea" ? "" : target.type)) {
      const at = target.value.indexOf(excerpt);
      if (at >= 0) target.setSelectionRange(at, at + excerpt.length);
      return;
    }
    if (!window.CSS || !CSS.highlights) return;
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(excerpt);
      if (at >= 0) {
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + excerpt.length);
        CSS.highlights.set("proofing", new Highlight(range));
        node.parentElement.scrollIntoView({ block: "center" });
        return;
      }
    }
  }

  /* On a narrow screen the side panels cover the form. */
  function uncover() {
    const close = document.querySelector("[data-form-side-close-button]");
    if (close && window.matchMedia("(max-width: 50em)").matches) close.click();
  }

  /* Tabs and panels open a moment after their click. */
  function shown(place, tries = 30) {
    return new Promise((resolve) => {
      const look = (left) => {
        if (place.offsetParent !== null || left === 0) resolve();
        else window.requestAnimationFrame(() => look(left - 1));
      };
      look(tries);
    });
  }

  /* What one types into comes before the buttons around it. */
  function targetIn(place) {
    const inside = [...place.querySelectorAll(FOCUSABLE)].filter(
      (one) => one.offsetParent !== null && !one.closest(".w-panel__header, .w-sidebar"),
    );
    return inside.find((one) => one.tagName !== "BUTTON") || inside[0] || place;
  }

  async function jump(path, excerpt) {
    const place = find(path);
    if (!place) return false;
    uncover();
    reveal(place);
    await shown(place);
    const target = targetIn(place);
    if (target === place && !place.matches(FOCUSABLE)) place.tabIndex = -1;
    target.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
    mark(place, excerpt, target);
    return true;
  }

  window.proofingPlaces = { find, jump };
})();
