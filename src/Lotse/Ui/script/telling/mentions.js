// Completes @names in a note by keyboard. What is typed stays text: who is meant is read out of it by the desk.
const most = 8, bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

class MentionField extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    this.list = this.querySelector("ul");
    if (!this.field || this.ready === this.field) return;
    this.ready = this.field;
    this.people = (this.getAttribute("people") || "").split("\n\n").filter(Boolean).map((one) => {
      const [name, handle] = one.split("\n");
      return { name, handle, find: bare(`${name} ${handle}`) };
    });
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-controls", this.list.id]]) this.field.setAttribute(name, value);
    this.field.addEventListener("input", () => this.look());
    this.field.addEventListener("keydown", (event) => this.steer(event));
    this.field.addEventListener("blur", () => this.close());
    // Before the field loses focus.
    this.list.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(event.target.closest("[role=option]")); });
  }

  /** The @ and what was typed behind it, up to the caret. */
  get typed() {
    const before = this.field.value.slice(0, this.field.selectionEnd);
    return /(?:^|[^\p{L}\p{N}._+@-])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]+)?)$/u.exec(before)?.[1];
  }

  look() {
    const typed = this.typed;
    if (typed === undefined) return this.close();
    const words = bare(typed);
    const found = this.people.filter((one) => one.find.split(" ").some((part, at, all) => all.slice(at).join(" ").startsWith(words))).slice(0, most);
    if (!found.length || found.some((one) => bare(one.name) === words || one.handle.toLowerCase() === words) && typed.endsWith(" ")) return this.close();
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.list.hidden = false;
    this.querySelector("[role=status]").textContent = this.dataset.countText.replace("{n}", found.length);
    this.mark(this.list.firstElementChild);
  }

  option(one, place) {
    const line = document.createElement("li"), handle = document.createElement("small");
    line.id = `${this.list.id}-${place}`;
    line.setAttribute("role", "option");
    handle.textContent = `@${one.handle}`;
    line.append(one.name, handle);
    // A name that two people have would call both.
    line.word = this.people.filter((other) => bare(other.name) === bare(one.name)).length > 1 ? one.handle : one.name;
    return line;
  }

  mark(line) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === line));
    this.field.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  steer(event) {
    if (this.list.hidden || event.isComposing) return;
    const lines = [...this.list.children], at = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.mark(lines[(at + by + lines.length) % lines.length]);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey)) this.take(lines[at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(line) {
    if (!line) return;
    const end = this.field.selectionEnd, start = end - this.typed.length;
    this.field.setRangeText(`${line.word} `, start, end, "end");
    this.close();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.querySelector("[role=status]").textContent = "";
  }
}
customElements.define("mention-field", MentionField);
