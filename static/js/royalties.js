/* Nhuận bút on the review page: what was typed is saved before a decision is sent, so that it is never lost. */
document.addEventListener("DOMContentLoaded", () => {
  const royalties = document.querySelector("form[data-royalties]");
  if (!royalties) return;
  const typed = () => new URLSearchParams(new FormData(royalties)).toString();
  let saved = typed();
  const save = async () => {
    const now = typed();
    const answer = await fetch(royalties.action, {
      method: "POST",
      body: new FormData(royalties),
      headers: { "X-Requested-With": "fetch" },
    });
    if (answer.status !== 204) throw new Error(answer.status);
    saved = now;
  };
  const refused = () => {
    royalties.closest("details").open = true;
    const sentence = royalties.querySelector("[data-royalties-refused]");
    sentence.hidden = false;
    sentence.focus();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form === royalties || !form.matches(".review-form") || typed() === saved) return;
    event.preventDefault();
    const button = event.submitter;
    save().then(() => form.requestSubmit(button), refused);
  });
});
