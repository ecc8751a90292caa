// Who spoke before, while a name is typed: in the form of a new report and in the editor's rows of speeches.
// A combobox as the ARIA pattern has it; without this script the fields are plain fields.
"use strict";

(() => {
  const offersAt = document.currentScript.dataset.offers;
  const PAUSE = 200; // milliseconds without a key before the newsroom is asked
  const SHORTEST = 2;
  const isName = (field) => field.matches?.("[data-speaker], input[name^='speeches-'][name$='-speaker']");
  const beside = (field, name) => document.getElementById(field.id.replace(/speaker$/, name));
  let lists = 0;

  const put = (field, value) => {
    if (!field) return;
    field.value = value;
    ["input", "change"].forEach((name) => field.dispatchEvent(new Event(name, { bubbles: true })));
  };

  const enhance = (field) => {
    lists += 1;
    const list = document.createElement("ul");
    list.className = "speakers-offered";
    list.id = `speakers-offered-${lists}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels?.[0]?.textContent.trim() || "");
    field.after(list);
    Object.entries({
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    }).forEach(([name, value]) => field.setAttribute(name, value));

    let timer = 0;
    let chosen = -1;
    let offers = [];
    const choose = (place) => {
      chosen = place;
      [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === place)));
      const line = list.children[place];
      if (line) field.setAttribute("aria-activedescendant", line.id);
      else field.removeAttribute("aria-activedescendant");
      line?.scrollIntoView({ block: "nearest" });
    };
    const open = (shown) => {
      list.hidden = !shown;
      field.setAttribute("aria-expanded", String(shown));
      if (!shown) choose(-1);
    };
    const take = (offer) => {
      field.value = offer.speaker; // no input event: it would ask again
      field.dispatchEvent(new Event("change", { bubbles: true }));
      put(beside(field, "position"), offer.position);
      if (offer.honorific) put(beside(field, "honorific"), offer.honorific);
      open(false);
    };
    const line = (offer, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      const name = document.createElement("strong");
      name.textContent = offer.speaker;
      const then = document.createElement("span");
      then.textContent = [offer.position, offer.day].filter(Boolean).join(" · ");
      item.append(name, then);
      return item;
    };
    const ask = async () => {
      const words = field.value.trim();
      if (words.length < SHORTEST) return open(false);
      try {
        const answer = await fetch(`${offersAt}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
        const found = (await answer.json()).offers;
        if (words !== field.value.trim()) return undefined;
        offers = found;
        list.replaceChildren(...offers.map(line));
        choose(-1);
        return open(offers.length > 0 && document.activeElement === field);
      } catch {
        return open(false); // offline or logged out: the name is typed by hand
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        open(false);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && offers.length) {
        event.preventDefault();
        open(true);
        const places = offers.length + 1; // one more for the field itself
        choose(((chosen + 1 + (event.key === "ArrowDown" ? 1 : -1) + places) % places) - 1);
      } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
        event.preventDefault();
        take(offers[chosen]);
      }
    });
    // Before the field loses the focus, or the list would be gone when the finger is lifted.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) take(offers[[...list.children].indexOf(item)]);
    });
    field.addEventListener("blur", () => open(false));
  };

  document.addEventListener("focusin", (event) => {
    if (isName(event.target) && event.target.getAttribute("role") !== "combobox") enhance(event.target);
  });

  // One more row, as Django's formsets count them.
  const start = () => {
    const rows = document.querySelector("[data-speaker-rows]");
    const button = document.querySelector("[data-speaker-add]");
    if (!rows || !button) return;
    const total = document.getElementById(`id_${rows.dataset.speakerRows}-TOTAL_FORMS`);
    const most = Number(document.getElementById(`id_${rows.dataset.speakerRows}-MAX_NUM_FORMS`).value);
    const blank = document.querySelector("template[data-speaker-row]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const number = Number(total.value);
      if (number >= most) return;
      const row = blank.content.cloneNode(true);
      row.querySelectorAll("[id], [name], [for]").forEach((element) => {
        ["id", "name", "for", "aria-describedby"].forEach((name) => {
          const value = element.getAttribute(name);
          if (value) element.setAttribute(name, value.replaceAll("__prefix__", number));
        });
      });
      rows.append(row);
      total.value = number + 1;
      rows.lastElementChild.querySelector("[data-speaker]").focus();
      button.hidden = number + 1 >= most;
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
