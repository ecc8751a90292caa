/* What the newsroom knows of pictures: size, time, warnings, other uses. cms/media/picture_facts.py says it in
sentences; here they are kept, asked for and printed. */
class GalleryFacts {
  /* learned(numbers) is called when an answer came. Numbers of pictures are strings, as in the form's fields. */
  constructor(settings, learned) {
    Object.assign(this, { settings, learned, known: settings.known });
    this.asked = new Set();
  }

  has(number) {
    return number in this.known;
  }

  of(number) {
    return this.known[number];
  }

  learn(facts) {
    Object.assign(this.known, facts);
  }

  /* Ask for a picture, in one request with all that were chosen together. */
  ask(number) {
    if (!this.asked.size) setTimeout(() => this.fetch(), 50);
    this.asked.add(number);
  }

  async fetch() {
    const ids = [...this.asked].map((number) => `&id=${encodeURIComponent(number)}`).join("");
    this.asked.clear();
    try {
      const answer = await fetch(this.settings.facts + ids, { headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok) return;
      const { facts } = await answer.json();
      this.learn(facts);
      this.learned(Object.keys(facts));
    } catch {
      /* Offline: the rows say less, and work. */
    }
  }

  /* The lines of a row's list. */
  lines(number) {
    const { texts } = this.settings;
    const facts = this.of(number);
    const lines = [["size", facts.size]];
    if (facts.taken) lines.push(["time", texts.takenAt.replace("{when}", facts.taken_words)]);
    facts.warnings.forEach((text) => lines.push(["warning", text]));
    facts.notes.forEach((text) => lines.push(["note", text]));
    const items = lines.map(([kind, text]) => {
      const item = document.createElement("li");
      item.dataset.kind = kind;
      item.textContent = text;
      return item;
    });
    if (facts.edit_url) items.push(this.focalLink(facts));
    return items;
  }

  focalLink({ edit_url: address, focal_point: isSet }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    Object.assign(link, { href: address, target: "_blank", rel: "noreferrer" });
    link.textContent = isSet ? this.settings.texts.changeFocus : this.settings.texts.setFocus;
    item.append(link);
    return item;
  }
}
