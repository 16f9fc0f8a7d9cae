// Text blocks in an answer: / at the start of a line or behind a space opens the list, so does the button, and a click beside the ticket puts one in.
// The desk fills the block in; what is put in is cleaned like all that is pasted. A value that nobody knows stays marked, and the desk does not send it.
const pause = 80, asked = /(^|[\s\u00a0])\/([\p{L}\p{N}-]*(?: [\p{L}\p{N}-]+)?)$/u;

class BlockOffers extends HTMLElement {
  connectedCallback() {
    if (this.form) return;
    this.form = this.closest("form");
    this.list = this.querySelector("ul");
    this.rich = this.form.querySelector("rich-text");
    this.said = this.form.querySelector("[data-block-said]");
    this.form.addEventListener("input", (event) => { if (event.target === this.field || event.target === this.rich.area) this.soon(); });
    // Before the editor and before the keys of the desk.
    this.form.addEventListener("keydown", (event) => { if (this.rich.contains(event.target)) this.steer(event); }, true);
    this.form.addEventListener("focusout", (event) => { if (this.rich.contains(event.target)) setTimeout(() => { if (!this.rich.contains(document.activeElement)) this.close(); }); });
    this.list.addEventListener("mousedown", (event) => { event.preventDefault(); this.take(event.target.closest("[role=option]")); });
    this.form.querySelector("[data-blocks]")?.addEventListener("click", () => this.open());
    this.mark();
  }

  /** Where one writes now: the editor once it is there, else the plain field. */
  get field() {
    return this.rich.root?.isConnected ? this.rich.root : this.rich.area;
  }

  /** What stands before the caret, in its own line. */
  get before() {
    if (this.field === this.rich.area) return this.rich.area.value.slice(0, this.rich.area.selectionEnd).split("\n").pop();
    const at = getSelection();
    if (!at.isCollapsed || !at.rangeCount || !this.field.contains(at.anchorNode)) return "";
    return at.anchorNode.nodeType === Node.TEXT_NODE ? at.anchorNode.data.slice(0, at.anchorOffset).replaceAll("\u200b", "") : "";
  }

  get typed() {
    return asked.exec(this.before)?.[2];
  }

  soon() {
    this.mark();
    clearTimeout(this.timer);
    if (this.typed === undefined) return this.close();
    this.timer = setTimeout(() => this.look(), pause);
  }

  async open() {
    await this.rich.upgrade(true);
    this.field.focus();
    const start = this.before;
    this.put(start && !/[\s\u00a0]$/.test(start) ? " /" : "/");
    this.look();
  }

  async look() {
    const typed = this.typed, turn = this.turn = (this.turn ?? 0) + 1;
    if (typed === undefined) return this.close();
    const answer = await fetch(`${this.dataset.src}?ticket=${this.dataset.ticket}&q=${encodeURIComponent(typed)}`).catch(() => null);
    // Somebody may have typed on, or gone away.
    if (turn !== this.turn || this.typed === undefined) return;
    if (!answer?.ok) return this.close();
    const { offers } = await answer.json();
    if (turn !== this.turn) return;
    if (!offers.length) { this.close(); this.count(typed ? this.dataset.noneText : ""); return; }
    this.list.replaceChildren(...offers.map((one, place) => this.option(one, place)));
    this.list.hidden = false;
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-haspopup", "listbox"]]) this.field.setAttribute(name, value);
    this.count(this.dataset.countText.replace("{n}", offers.length));
    this.choose(this.list.firstElementChild);
  }

  count(words) {
    this.querySelector("[data-count]").textContent = words;
  }

  option({ id, title, about }, place) {
    const line = document.createElement("li"), small = document.createElement("small");
    line.id = `${this.list.id}-${place}`;
    line.dataset.block = id;
    line.setAttribute("role", "option");
    small.textContent = about;
    line.append(title, small);
    return line;
  }

  choose(line) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === line));
    this.field.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  steer(event) {
    if (this.list.hidden || event.isComposing) return;
    const lines = [...this.list.children], at = lines.findIndex((line) => line.getAttribute("aria-selected") === "true");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.choose(lines[(at + by + lines.length) % lines.length]);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.ctrlKey && !event.metaKey)) this.take(lines[at]);
    else if (event.key === "Escape") { this.turn++; this.close(); }
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  take(line) {
    if (!line) return;
    this.close();
    this.insert(line.dataset.block, this.typed === undefined ? 0 : this.typed.length + 1);
  }

  /** @param {number} back how many characters before the caret it takes the place of */
  async insert(id, back = 0) {
    const [answer] = await Promise.all([fetch(`/text-blocks/${id}/rendered?ticket=${this.dataset.ticket}`).catch(() => null), this.rich.upgrade(true)]);
    if (!answer?.ok) return void (this.said.textContent = this.dataset.failedText);
    const block = await answer.json();
    const caret = block.files && getSelection().rangeCount ? getSelection().getRangeAt(0).cloneRange() : null;
    // Its pictures are those of the answer from now on. One that could not be put there falls away where it is cleaned.
    if (block.files) for (const { of, address } of await this.putFiles(block.id)) block.html = block.html.replaceAll(`"${of}"`, `"${address}"`);
    this.field.focus();
    if (caret && this.field.contains(caret.startContainer)) { getSelection().removeAllRanges(); getSelection().addRange(caret); }
    this.put(block, back);
    const used = this.form.elements.textBlocks, ids = used.value.split(",").filter(Boolean);
    if (!ids.includes(block.id)) used.value = [...ids, block.id].join(",");
    this.said.textContent = [this.trouble, block.said].filter(Boolean).join(" ");
    this.said.classList.toggle("warned", !!this.said.textContent);
    this.trouble = "";
    this.count(this.dataset.putText.replace("{title}", block.title));
    this.mark();
    this.rich.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  put(what, back = 0) {
    if (this.field !== this.rich.area) return this.rich.editor.insert(what, back);
    const area = this.rich.area, end = area.selectionEnd;
    area.setRangeText(what.text ?? what, end - back, end, "end");
  }

  /** @returns the pictures among them, by the address of the block's */
  async putFiles(id) {
    const form = new FormData();
    form.append("__RequestVerificationToken", this.form.elements.__RequestVerificationToken.value);
    const answer = await fetch(`/tickets/${this.dataset.ticket}/text-blocks/${id}/files`, { method: "POST", body: form });
    if (!answer.ok) {
      this.trouble = answer.status === 422 ? (await answer.json()).text : this.dataset.failedText;
      return [];
    }
    const put = await answer.json();
    this.form.querySelector("[data-kept]").append(...put.filter((file) => !file.of).map((file) => this.chip(file)));
    return put.filter((file) => file.of);
  }

  /** As the page draws a file that lies on the desk for this answer. */
  chip({ id, address, name, size }) {
    const chip = document.createElement("span"), kept = document.createElement("input"), link = document.createElement("a"), weight = document.createElement("small"), remove = document.createElement("button");
    chip.className = "file";
    chip.dataset.size = size;
    Object.assign(kept, { type: "hidden", name: "kept", value: id });
    Object.assign(link, { className: "clip", href: address, download: name, textContent: name });
    link.dataset.turbo = "false";
    weight.textContent = size < 1e6 ? `${Math.ceil(size / 1000)} KB` : `${(size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    Object.assign(remove, { className: "btn quiet bare", name: "remove", value: id, formNoValidate: true, textContent: "×" });
    remove.setAttribute("aria-label", `${this.dataset.removeText}: ${name}`);
    chip.append(kept, link, weight, remove);
    return chip;
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.count("");
  }

  /** Marks shine where one writes; the text itself stays as it is. */
  mark() {
    if (!globalThis.Highlight || !CSS.highlights) return;
    const ranges = [];
    if (this.rich.root?.isConnected) {
      const walk = document.createTreeWalker(this.rich.root, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        for (const found of walk.currentNode.data.matchAll(/⟦[^⟧]*⟧/g)) {
          const range = new Range();
          range.setStart(walk.currentNode, found.index);
          range.setEnd(walk.currentNode, found.index + found[0].length);
          ranges.push(range);
        }
      }
    }
    CSS.highlights.set("missing-value", new Highlight(...ranges));
  }
}
customElements.define("block-offers", BlockOffers);

// Beside the ticket.
addEventListener("click", (event) => {
  const button = event.target.closest("button[data-block]");
  const offers = button && document.querySelector("ticket-composer block-offers");
  if (!offers) return;
  const tab = document.querySelector(".composer .to-reply");
  if (tab) tab.checked = true;
  if (button.closest("[popover]:popover-open")) button.closest("[popover]").hidePopover();
  offers.insert(button.dataset.block);
});
