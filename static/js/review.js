/* After a refusal, bring the text that was refused into view: the admin's own column scrolls, not the page. */
window.addEventListener("load", () => {
  const refused = document.querySelector(".review-field [aria-invalid='true']");
  if (refused) {
    refused.closest("form").scrollIntoView({ block: "center", behavior: "instant" });
    refused.focus({ preventScroll: true });
  }
});
