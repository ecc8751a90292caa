// Puts what the reader chose on <html> before the page is painted. Loaded in <head>, so it is kept tiny; the buttons
// that choose are in reader.js. Where storage is closed (private windows), nothing is chosen.
(function () {
  "use strict";
  var root = document.documentElement;
  root.setAttribute("data-js", "");
  var known = {
    theme: ["light", "dark"],
    contrast: ["more", "standard"],
    text: ["90", "115", "130", "150", "175", "200"],
  };
  for (var name in known) {
    try {
      var value = localStorage.getItem("reader-" + name);
      if (known[name].indexOf(value) >= 0) root.setAttribute("data-" + name, value);
    } catch (closed) {}
  }
})();
