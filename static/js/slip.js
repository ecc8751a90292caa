/* The approval slip: its one button. Without scripts the browser's own menu prints it. */
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
