// The reader's controls in the header: size of text, contrast, dark or light. A choice is kept in localStorage, on
// this device alone, and put on <html> as theme.js does. A choice that the device would make anyway is forgotten, so
// that the page goes on following the device.
(function () {
  "use strict";

  const SIZES = ["90", "100", "115", "130", "150", "175", "200"];
  const root = document.documentElement;
  const controls = document.querySelector("[data-reader]");
  if (!controls) return;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const contrast = matchMedia("(prefers-contrast: more)");
  const button = (name) => controls.querySelector(`[data-reader-set="${name}"]`);

  function choose(name, value) {
    if (value) root.setAttribute(`data-${name}`, value);
    else root.removeAttribute(`data-${name}`);
    try {
      if (value) localStorage.setItem(`reader-${name}`, value);
      else localStorage.removeItem(`reader-${name}`);
    } catch (closed) {
      // Storage is closed: the choice holds for this page.
    }
    show();
  }

  const size = () => SIZES.indexOf(root.dataset.text || "100");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const isContrast = () => (root.dataset.contrast ? root.dataset.contrast === "more" : contrast.matches);

  function resize(steps) {
    const wanted = SIZES[Math.min(Math.max(size() + steps, 0), SIZES.length - 1)];
    choose("text", wanted === "100" ? "" : wanted);
    // Said aloud; the eye sees it.
    controls.querySelector("[data-reader-said]").textContent = `${wanted}%`;
  }

  function show() {
    // aria-disabled and not disabled: the last step does not throw the focus away.
    button("smaller").setAttribute("aria-disabled", String(size() === 0));
    button("larger").setAttribute("aria-disabled", String(size() === SIZES.length - 1));
    button("normal").setAttribute("aria-pressed", String(SIZES[size()] === "100"));
    button("contrast").setAttribute("aria-pressed", String(isContrast()));
    button("dark").setAttribute("aria-pressed", String(isDark()));
  }

  const acts = {
    smaller: () => resize(-1),
    normal: () => resize(SIZES.indexOf("100") - size()),
    larger: () => resize(1),
    contrast: () => {
      const wanted = !isContrast();
      choose("contrast", wanted === contrast.matches ? "" : wanted ? "more" : "standard");
    },
    dark: () => {
      const wanted = !isDark();
      choose("theme", wanted === dark.matches ? "" : wanted ? "dark" : "light");
    },
  };

  controls.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-reader-set]");
    if (pressed) acts[pressed.dataset.readerSet]();
  });
  dark.addEventListener("change", show);
  contrast.addEventListener("change", show);
  show();
})();
