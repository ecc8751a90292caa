// Nhập từ Word: dropping a document, and pasting with Word's own mark-up. Without this script both forms work.
(function () {
  "use strict";

  const form = document.querySelector("[data-word-import]");
  if (form) {
    const area = form.querySelector("[data-drop]");
    const input = form.querySelector("input[type=file]");
    const said = form.querySelector("[data-chosen]");
    const limit = Number(form.dataset.maxBytes) * 1024 * 1024;
    const button = form.querySelector("button[type=submit]");

    form.querySelector("[data-drop-hint]").hidden = false;

    const tell = () => {
      const file = input.files[0];
      const tooLarge = Boolean(file) && file.size > limit;
      said.textContent = tooLarge ? form.dataset.tooLarge : file ? file.name : "";
      button.disabled = tooLarge;
    };
    input.addEventListener("change", tell);

    const over = (event) => {
      event.preventDefault();
      area.classList.add("word-import__drop--over");
    };
    const away = () => area.classList.remove("word-import__drop--over");
    area.addEventListener("dragenter", over);
    area.addEventListener("dragover", over);
    area.addEventListener("dragleave", away);
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      away();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        tell();
      }
    });
  }

  const paste = document.querySelector("[data-word-paste]");
  if (paste) {
    const text = paste.elements.text;
    const html = paste.elements.html;
    const note = paste.querySelector("[data-formatted]");

    const forget = () => {
      html.value = "";
      note.hidden = true;
    };
    note.hidden = !html.value;
    text.addEventListener("input", forget);
    text.addEventListener("paste", (event) => {
      const formatted = event.clipboardData.getData("text/html");
      if (!formatted || text.value.trim()) {
        return; // into what stands there already: as text
      }
      event.preventDefault();
      text.value = event.clipboardData.getData("text/plain");
      html.value = formatted;
      note.hidden = false;
    });
  }
})();
