/* On a small screen Wagtail's side panel covers the whole editor: there it is not opened again by itself.
   This runs before Wagtail reads the key, which it does once the document is loaded. */
if (window.matchMedia("(max-width: 799.98px)").matches) {
  try {
    localStorage.removeItem("wagtail:side-panel-open");
  } catch {
    /* Without a store Wagtail remembers nothing either. */
  }
}
