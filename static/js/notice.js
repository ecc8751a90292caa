// Lets a reader close a notice for this visit: sessionStorage, no cookie. Loaded right below the notices and without
// defer, so that a closed one is gone before the page is painted.
(function () {
  "use strict";

  const KEY = "closed-notices";
  const bar = document.querySelector("[data-notices]");
  if (!bar) return;

  function closed() {
    try {
      return (sessionStorage.getItem(KEY) || "").split(" ");
    } catch (unavailable) {
      return [];
    }
  }

  function take(notice) {
    notice.remove();
    if (!bar.querySelector("[data-notice]")) bar.remove();
  }

  const before = closed();
  bar.querySelectorAll("[data-notice]").forEach((notice) => {
    if (before.includes(notice.dataset.notice)) {
      take(notice);
      return;
    }
    const button = notice.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      try {
        sessionStorage.setItem(KEY, [...closed(), notice.dataset.notice].join(" ").trim());
      } catch (unavailable) {
        // Storage is closed: the notice comes back on the next page.
      }
      take(notice);
      // The focus would be lost with the button: to the next one, else to what follows.
      (bar.querySelector("button") || document.querySelector(".brand")).focus();
    });
  });
})();
