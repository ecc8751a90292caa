/* After a refused due time or note, the dialog opens again on what was typed. */
window.addEventListener("load", () => {
  document.querySelector("[data-submit-refused]")?.click();
});

/* Enter in the dialog submits for review; without this it would press the form's first button, “Save draft”. */
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(".submit-dialog input")) {
    event.preventDefault();
    event.target.closest(".submit-dialog").querySelector("button[name='action-submit']").click();
  }
});
