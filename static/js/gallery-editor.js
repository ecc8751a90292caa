/* The gallery in the story's editor: uploaded pictures become rows, rows tell what they show and are filled together.

Stands on Wagtail's panel (window.wagtail.editHandler): addForm(), updateOrderValues(), updateControlStates() and
the choosers' setStateFromModalData(); news/tests/test_gallery_panel.py and tests/e2e/test_gallery_editor.py notice
when they change. Without this script the panel is Wagtail's own. */
class GalleryEditor {
  constructor(root) {
    this.settings = JSON.parse(document.getElementById(root.dataset.galleryTools).textContent);
    this.texts = this.settings.texts;
    this.facts = new GalleryFacts(this.settings, (numbers) => {
      this.rows.filter((row) => numbers.includes(this.field(row, "image").value)).forEach((row) => this.describe(row));
    });
    this.rowsBox = document.getElementById(`id_${this.settings.formset}-FORMS`);
    this.said = root.querySelector("[data-gallery-said]");
    this.report = root.querySelector("[data-gallery-report]");
    this.sortButton = root.querySelector("[data-gallery-sort]");
    this.rowsBox.before(root);
    root.hidden = false;
    if (this.settings.upload) this.startUploads(root);
    this.sortButton.addEventListener("click", () => this.sortByTime());
    this.rowsBox.addEventListener("click", (event) => this.afterMove(event));
    this.rowsBox.addEventListener("change", (event) => this.afterChange(event));
    this.rowsBox.addEventListener("w-formset:added", (event) => this.dress(event.target));
    this.rowsBox.addEventListener("w-formset:removed", (event) => this.afterRemoval(event.target));
    this.rows.forEach((row) => this.dress(row));
  }

  /* Wagtail's panel, as it is meant for scripts. Made after this script's start. */
  get panel() {
    const panel = window.wagtail.editHandler.getPanelByName(this.settings.relation);
    panel.initialFocus = () => {}; // thirty new rows must not take the focus and the scroll place thirty times
    return panel;
  }

  get rows() {
    return [...this.rowsBox.children].filter((row) => row.matches("[data-inline-panel-child]:not(.deleted)"));
  }

  field(row, name) {
    return row.querySelector(`[name="${row.id.replace("inline_child_", "")}-${name}"]`);
  }

  set(input, value) {
    input.value = value;
    for (const kind of ["input", "change"]) input.dispatchEvent(new Event(kind, { bubbles: true }));
  }

  fill(text, values) {
    return Object.entries(values).reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), text);
  }

  /* ---- Uploading ---- */

  startUploads(root) {
    const section = root.closest("[data-panel]");
    const input = root.querySelector("input[type=file]");
    const form = root.closest("form");
    this.uploads = new GalleryUpload(root, this.settings, {
      arrived: (item, later) => this.arrived(item, later),
      say: (text) => this.say(text),
      free: () => (this.settings.maxRows || Infinity) - this.rows.length,
    });
    input.addEventListener("change", () => {
      this.uploads.add([...input.files]);
      input.value = "";
    });
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      section.addEventListener(kind, (event) => this.dragged(event, section));
    }
    form.addEventListener("submit", (event) => this.holdBack(event, form), true);
  }

  dragged(event, section) {
    if (!event.dataTransfer?.types.includes("Files")) return; // a row that is being dragged to its place
    event.preventDefault();
    const leaves = event.type === "drop" || (event.type === "dragleave" && !section.contains(event.relatedTarget));
    section.classList.toggle("gallery-drop-here", !leaves);
    if (event.type === "drop") this.uploads.add([...event.dataTransfer.files]);
  }

  /* Saved while pictures are on their way, the story would be without them: it is saved when they are here. */
  holdBack(event, form) {
    if (!this.uploads.busy) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.tell(this.texts.stillUploading);
    if (this.held) return;
    this.held = true;
    const { submitter } = event;
    form.addEventListener(
      "gallery:finished",
      () => {
        this.held = false;
        submitter?.setAttribute("data-w-progress-loading-value", "false");
        if (this.uploads.faults.length) this.tell(this.texts.notSaved);
        else form.requestSubmit(submitter);
      },
      { once: true },
    );
  }

  /* Make the row of a picture that arrived, before those of the files that were chosen after it. */
  arrived(item, later) {
    const { picture, facts } = item.answer;
    const same = this.rows.findIndex((row) => this.field(row, "image").value === String(picture.id));
    if (same >= 0) return this.fill(this.texts.already, { number: same + 1 });
    this.facts.learn({ [picture.id]: facts });
    const { panel } = this;
    panel.addForm();
    const row = this.rowsBox.lastElementChild;
    const following = later.find((other) => other.row?.isConnected && !other.row.matches(".deleted"));
    item.row = row;
    row.querySelector("[id$='-image-chooser']").widget.setStateFromModalData(picture);
    if (following) {
      following.row.before(row);
      this.renumber(panel);
    }
    return "";
  }

  renumber(panel = this.panel) {
    panel.updateOrderValues();
    panel.updateControlStates();
    this.field(this.rows[0], "ORDER").dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Give a row its buttons and what is known of its picture. */
  dress(row) {
    for (const [name, label] of [["caption", this.texts.copyCaption], ["credit", this.texts.copyCredit]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "gallery-row__copy";
      button.textContent = this.texts.copyToAll;
      button.setAttribute("aria-label", label);
      button.setAttribute("aria-describedby", `${row.id}-panel-heading`);
      button.addEventListener("click", () => this.copyToAll(row, name));
      this.field(row, name).closest(".w-panel__wrapper").append(button);
    }
    const list = document.createElement("ul");
    list.className = "gallery-row__facts";
    list.setAttribute("role", "list");
    row.querySelector(".w-panel__content").append(list);
    this.describe(row);
  }

  afterChange({ target }) {
    const row = target.closest("[data-inline-panel-child]");
    if (row && target === this.field(row, "image")) {
      row.dataset.galleryFill = ""; // chosen just now: what the file knows is proposed
      this.describe(row);
    }
  }

  /* Print what is known of a row's picture; fill caption and credit if it was chosen just now. */
  describe(row) {
    const number = this.field(row, "image").value;
    const list = row.querySelector(".gallery-row__facts");
    list.replaceChildren();
    this.sortButton.hidden = this.rows.length < 2;
    if (!number || !this.facts.has(number)) {
      if (number) this.facts.ask(number);
      return;
    }
    list.append(...this.facts.lines(number));
    if (!("galleryFill" in row.dataset)) return;
    delete row.dataset.galleryFill;
    const known = this.facts.of(number);
    for (const name of ["caption", "credit"]) {
      const input = this.field(row, name);
      if (known[name] && !input.value.trim()) this.set(input, known[name]);
    }
  }

  /* ---- Filling together ---- */

  copyToAll(row, name) {
    const value = this.field(row, name).value.trim();
    if (!value) {
      this.tell(this.texts.nothingToCopy);
      return;
    }
    const others = this.rows.filter((other) => other !== row).map((other) => this.field(other, name));
    const empty = others.filter((input) => !input.value.trim());
    const different = others.filter((input) => input.value.trim() && input.value.trim() !== value);
    this.write(empty, value, different, []);
  }

  /* Write a value into fields; offer to undo it, and to replace what stands in the others. */
  write(inputs, value, others, before) {
    const changed = [...before, ...inputs.map((input) => [input, input.value])];
    inputs.forEach((input) => this.set(input, value));
    const actions = [];
    if (others.length) actions.push([this.texts.overwrite, () => this.write(others, value, [], changed)]);
    if (changed.length) {
      actions.push([
        this.texts.undo,
        () => {
          changed.forEach(([input, old]) => this.set(input, old));
          this.tell(this.texts.undone);
        },
      ]);
    }
    const text = others.length ? this.texts.keptOthers : this.texts.copied;
    this.tell(this.fill(text, { number: changed.length, kept: others.length }), actions);
  }

  sortByTime() {
    const before = this.rows;
    const time = (row) => this.facts.of(this.field(row, "image").value)?.taken || "9999";
    if (before.every((row) => time(row) === "9999")) {
      this.tell(this.texts.noTimes);
      return;
    }
    this.arrange([...before].sort((one, other) => time(one).localeCompare(time(other))));
    this.tell(this.texts.sorted, [
      [
        this.texts.undo,
        () => {
          this.arrange(before);
          this.tell(this.texts.undone);
        },
      ],
    ]);
  }

  arrange(rows) {
    this.rowsBox.append(...rows.filter((row) => row.isConnected));
    this.renumber();
  }

  /* ---- Keyboard ---- */

  /* Wagtail moves the row with its button; the browser then forgets the focus, and nothing is said. */
  afterMove({ target }) {
    const moves = "[data-inline-panel-child-move-up], [data-inline-panel-child-move-down]";
    const button = target.closest(moves);
    if (!button) return;
    const row = button.closest("[data-inline-panel-child]");
    const focus = button.disabled ? [...row.querySelectorAll(moves)].find((other) => !other.disabled) : button;
    focus?.focus({ preventScroll: true });
    setTimeout(() => row.scrollIntoView({ block: "nearest" }), 250); // after Wagtail's animation
    this.say(this.fill(this.texts.moved, { number: this.rows.indexOf(row) + 1, total: this.rows.length }));
  }

  afterRemoval(row) {
    const all = [...this.rowsBox.children];
    const following = all.slice(all.indexOf(row)).find((other) => this.rows.includes(other)) || this.rows.at(-1);
    if (row.contains(document.activeElement) || document.activeElement === document.body) {
      const button = following?.querySelector("[id$='-DELETE-button']");
      (button || document.getElementById(`id_${this.settings.formset}-OPEN_MODAL`)).focus({ preventScroll: true });
    }
    this.say(this.fill(this.texts.removed, { total: this.rows.length }));
  }

  /* ---- Telling ---- */

  /* Read aloud, for those who do not see what changed. */
  say(text) {
    this.said.textContent = "";
    setTimeout(() => (this.said.textContent = text), 50);
  }

  /* Show a sentence with its buttons, and read it aloud. */
  tell(text, actions = []) {
    const sentence = document.createElement("span");
    sentence.textContent = text;
    const buttons = actions.map(([label, act]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    });
    this.report.hidden = false;
    this.report.replaceChildren(sentence, ...buttons);
    this.say(text);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-gallery-tools]").forEach((root) => new GalleryEditor(root));
});
