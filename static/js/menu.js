// The menus open and close by <details>, without this script. It adds what <details> lacks: Escape closes, so does a
// click beside the menu, and so does leaving it with the keyboard – an open menu would hide what has the focus.
(function () {
  "use strict";

  const opened = () => [...document.querySelectorAll(".menu details[open]")];

  function close(details) {
    details.open = false;
  }

  document.addEventListener("keydown", (event) => {
    // What is open within the menu – suggestions – is closed first, by its own script.
    if (event.key !== "Escape" || event.defaultPrevented) return;
    // The innermost of those around the focus, else all of them.
    const around = opened().filter((details) => details.contains(document.activeElement));
    const innermost = around[around.length - 1];
    if (innermost) {
      close(innermost);
      innermost.querySelector("summary").focus();
    } else {
      opened().forEach(close);
    }
  });

  document.addEventListener("click", (event) => {
    opened()
      .filter((details) => !details.contains(event.target))
      .forEach(close);
  });

  document.addEventListener("focusin", (event) => {
    opened()
      .filter((details) => details.matches(".menu--wide *") && !details.contains(event.target))
      .forEach(close);
  });
})();
