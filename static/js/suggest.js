// Suggestions right below whatever bears data-suggest and holds a search box, as the ARIA combobox pattern has them:
// the box keeps the focus, the arrows walk the list, Escape closes it. The form works without this script; nothing
// here is needed to search.
"use strict";

(() => {
  const PAUSE = 180; // milliseconds without a key before the portal is asked
  const SHORTEST = 2;

  const enhance = (around, number) => {
    const box = around.querySelector("input[name=q]");
    const list = document.createElement("ul");
    list.className = "suggest";
    list.id = `goi-y-${number}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", around.dataset.suggestLabel);
    around.append(list);
    const attributes = {
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    };
    Object.entries(attributes).forEach(([name, value]) => box.setAttribute(name, value));

    let timer = 0;
    let answered = ""; // the words whose offers the list holds
    let chosen = -1;

    const choose = (place) => {
      chosen = place;
      [...list.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === place)));
      const line = list.children[place];
      if (line) {
        box.setAttribute("aria-activedescendant", line.id);
        line.scrollIntoView({ block: "nearest" });
      } else box.removeAttribute("aria-activedescendant");
    };
    const open = (shown) => {
      list.hidden = !shown;
      box.setAttribute("aria-expanded", String(shown));
      if (!shown) choose(-1);
    };
    const line = (offer, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.className = "suggest__line";
      item.setAttribute("role", "option");
      item.dataset.address = offer.address;
      const title = document.createElement("span");
      title.textContent = offer.title;
      const label = document.createElement("span");
      label.className = "suggest__label";
      label.textContent = offer.label;
      item.append(title, label);
      return item;
    };
    const clear = () => {
      answered = "";
      list.replaceChildren();
      open(false);
    };
    const ask = async () => {
      const words = box.value.trim();
      if (words === answered) return open(list.children.length > 0);
      try {
        const answer = await fetch(`${around.dataset.suggest}?q=${encodeURIComponent(words)}`);
        const { offers } = await answer.json();
        if (words !== box.value.trim()) return undefined;
        answered = words;
        list.replaceChildren(...offers.map(line));
        choose(-1);
        return open(offers.length > 0 && document.activeElement === box);
      } catch {
        // Offline: the form still searches when the line is back, and the same words are asked for again.
        return words === box.value.trim() ? clear() : undefined;
      }
    };
    const go = (item) => window.location.assign(item.dataset.address);

    box.addEventListener("input", () => {
      clearTimeout(timer);
      // Not after the pause: until then an arrow would open what was offered for other words.
      if (box.value.trim().length < SHORTEST) return clear();
      timer = setTimeout(ask, PAUSE);
      return undefined;
    });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        open(false);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.children.length) {
        event.preventDefault();
        open(true);
        const places = list.children.length + 1; // one more for the box itself
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(((chosen + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
        event.preventDefault();
        go(list.children[chosen]);
      }
    });
    // Before the box loses the focus, or the list would be gone when the finger is lifted.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("[role=option]");
      if (item) go(item);
    });
    box.addEventListener("blur", () => open(false));
  };

  document.querySelectorAll("[data-suggest]").forEach(enhance);
})();
