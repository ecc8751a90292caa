// Tells the portal that its page is being read, once, when it is seen (docs/view-counts.md).
(function () {
  var address = document.currentScript.dataset.address;
  function count() {
    if (document.visibilityState === "visible" && navigator.sendBeacon) {
      document.removeEventListener("visibilitychange", count);
      navigator.sendBeacon(address);
    }
  }
  document.addEventListener("visibilitychange", count);
  count();
})();
