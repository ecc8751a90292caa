/* Large pictures over the page. Without this script every picture is a link to a page of its own.
   Pictures stand in [data-pictures]; each is a link [data-enlarge] with a <template data-large> beside it. */
(() => {
  "use strict";

  const dialog = document.querySelector("[data-lightbox]");
  if (!dialog || typeof dialog.showModal !== "function") return;
  const part = (name) => dialog.querySelector(`[data-${name}]`);
  const buttons = { previous: part("previous"), next: part("next") };
  const groups = [...document.querySelectorAll("[data-pictures]")].map((group) =>
    [...group.querySelectorAll("[data-enlarge]")].map((link) => ({
      link,
      place: link.closest("li[id]"), // #anh-7; pictures of a row have none
      large: null,
    })),
  );
  const SWIPE = 48; // CSS pixels: more than a shaking finger, less than a thumb's way

  let group = [];
  let at = 0;

  /* The large picture and its download, taken out of the template once: the browser loads it from then on. */
  const large = (item) => {
    if (!item.large) {
      const template = item.link.parentElement.querySelector("[data-large]");
      item.large = document.importNode(template.content, true);
      item.picture = item.large.firstElementChild;
      item.download = item.large.querySelector("[download]");
      item.words = item.link.closest("figure").querySelector("figcaption")?.cloneNode(true);
    }
    return item;
  };

  const state = () => ({ lightbox: [groups.indexOf(group), at] });
  const address = () => (group[at].place ? `#${group[at].place.id}` : location.href);

  const show = (number) => {
    at = number;
    const { picture, download, words } = large(group[at]);
    part("count").textContent = `${at + 1} / ${group.length}`;
    part("picture").replaceChildren(picture);
    part("words").replaceChildren(...(words ? [words] : []));
    part("download").replaceChildren(...(download ? [download] : []));
    // Not "disabled": a button that disappears under the reader's finger takes the focus along.
    buttons.previous.setAttribute("aria-disabled", String(at === 0));
    buttons.next.setAttribute("aria-disabled", String(at === group.length - 1));
    for (const button of Object.values(buttons)) button.hidden = group.length === 1;
    for (const beside of [at + 1, at - 1]) if (group[beside]) large(group[beside]);
  };

  const go = (number) => {
    if (number === at || !group[number]) return;
    show(number);
    history.replaceState(state(), "", address());
  };

  const open = (pictures, number) => {
    // Back must not scroll away from the picture that was looked at last.
    history.scrollRestoration = "manual";
    group = pictures;
    dialog.showModal();
    show(number);
  };

  /* However it was closed – button, Escape, the browser's Back: the entry goes, the focus is where the eye is. */
  dialog.addEventListener("close", () => {
    const { link } = group[at];
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
    if (history.state?.lightbox) history.back();
  });

  window.addEventListener("popstate", (event) => {
    const [pictures, number] = event.state?.lightbox || [];
    if (groups[pictures]?.[number]) {
      if (!dialog.open) open(groups[pictures], number);
    } else {
      if (dialog.open) dialog.close();
      // The page's own entry again, after this step's scrolling is done: from now on its place is the browser's to keep.
      setTimeout(() => {
        if (!dialog.open) history.scrollRestoration = "auto";
      });
    }
  });

  /* A picture's address opens the page at the picture, not the lightbox over it. */
  if (history.state?.lightbox) history.replaceState(null, "");

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-enlarge]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const pictures = groups.find((items) => items.some((item) => item.link === link));
    if (!pictures) return;
    event.preventDefault();
    open(pictures, pictures.findIndex((item) => item.link === link));
    history.pushState(state(), "", address());
  });

  part("close").addEventListener("click", () => dialog.close());
  buttons.previous.addEventListener("click", () => go(at - 1));
  buttons.next.addEventListener("click", () => go(at + 1));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target === part("picture")) dialog.close();
  });

  /* On the document: after the last button the focus is on the browser's own, and the keys still mean the picture. */
  document.addEventListener("keydown", (event) => {
    if (!dialog.open || event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: group.length - 1 }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    go(wanted);
  });

  let start = null;
  dialog.addEventListener("touchstart", (event) => {
    // Two fingers, or one on an enlarged page: the reader looks closer.
    const single = event.touches.length === 1 && (window.visualViewport?.scale ?? 1) < 1.05;
    start = single ? event.touches[0] : null;
  }, { passive: true });
  dialog.addEventListener("touchend", (event) => {
    if (!start) return;
    const across = event.changedTouches[0].clientX - start.clientX;
    const down = event.changedTouches[0].clientY - start.clientY;
    start = null;
    if (Math.abs(across) > SWIPE && Math.abs(across) > 1.5 * Math.abs(down)) go(at + (across < 0 ? 1 : -1));
  }, { passive: true });

  /* On paper everything is near. */
  window.addEventListener("beforeprint", () => {
    for (const picture of document.querySelectorAll("img[loading=lazy]")) picture.loading = "eager";
  });
})();
