// The editor of a story of an event: takes over what the event says, field by field, and composes the lead from the
// fields as they stand – when a person asks for it. The rule of the lead is the newsroom's (news/events/composing.py).
"use strict";

(() => {
  const FIELDS = { name: "event_name", event_type: "event_type", start_date: "start_date", end_date: "end_date", location: "location", organiser: "organiser", chair: "chair" };
  const put = (field, value) => {
    field.value = value;
    ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
  };

  const takeOver = (button) => {
    const field = document.getElementById(button.dataset.takeOver);
    if (!field) return;
    put(field, button.dataset.value);
    button.disabled = true;
    field.focus();
  };

  const compose = async (button) => {
    const lead = document.getElementById("id_lead");
    if (!lead) return;
    const asked = new URLSearchParams(Object.entries(FIELDS).map(([name, field]) => [name, document.getElementById(`id_${field}`)?.value || ""]));
    try {
      const answer = await (await fetch(`${button.dataset.compose}?${asked}`, { headers: { Accept: "application/json" } })).json();
      if (!answer.lead || answer.lead === lead.value) return;
      if (lead.value.trim() && !window.confirm(button.dataset.sure)) return;
      put(lead, answer.lead);
      document.querySelector("[role=tab][href^='#tab-']")?.click(); // the lead stands in the first tab
      lead.focus();
    } catch {
      // Offline or logged out: the lead stays as it is, and the page says why (kept-typing.js, session.js).
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-take-over], [data-compose]");
    if (button) (button.dataset.compose ? compose : takeOver)(button);
  });
})();
