// Completes what is typed: fields and their values in the search box, people in To and Cc. Without this they are plain fields.
const patience = 120;

class SearchBox extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    input.addEventListener("input", () => this.ask(input));
    input.addEventListener("keydown", (event) => this.steer(event, input));
    input.addEventListener("blur", () => this.close(input));
    // Before the box loses the focus.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(event.target.closest("[role=option]"), input);
    });
  }

  ask(input) {
    clearTimeout(this.timer);
    this.asking?.abort();
    const typed = input.value.slice(0, input.selectionStart ?? input.value.length);
    if (!/[^\s"]$/.test(typed)) return this.close(input);
    this.timer = setTimeout(async () => {
      this.asking = new AbortController();
      try {
        const answer = await fetch(`${this.dataset.src}${this.dataset.src.includes("?") ? "&" : "?"}q=${encodeURIComponent(typed)}`, { signal: this.asking.signal, headers: { accept: "application/json" } });
        if (answer.ok && document.activeElement === input) this.show(await answer.json(), typed, input);
      } catch { /* Asked anew with the next letter. */ }
    }, patience);
  }

  show({ at, offers }, typed, input) {
    // What stands there in full needs no offer.
    const wanted = offers.filter((offer) => offer.text.trimEnd() !== typed.slice(at));
    this.list.replaceChildren(...wanted.map((offer, place) => {
      const line = document.createElement("li");
      line.id = `${this.list.id}-${place}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.textContent = offer.shown;
      line.offer = { at, to: typed.length, text: offer.text };
      return line;
    }));
    this.list.hidden = wanted.length === 0;
    input.setAttribute("aria-expanded", String(wanted.length > 0));
    input.removeAttribute("aria-activedescendant");
  }

  steer(event, input) {
    if (this.list.hidden) return;
    const lines = [...this.list.children], at = lines.findIndex((line) => line.ariaSelected === "true");
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.mark(lines, at < 0 && by < 0 ? lines.length - 1 : (at + by + lines.length) % lines.length, input);
    else if (["Enter", "Tab"].includes(event.key) && at >= 0) this.take(lines[at], input);
    else if (event.key === "Escape") this.close(input);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  mark(lines, at, input) {
    for (const [place, line] of lines.entries()) line.setAttribute("aria-selected", String(place === at));
    input.setAttribute("aria-activedescendant", lines[at].id);
    lines[at].scrollIntoView({ block: "nearest" });
  }

  take(line, input) {
    if (!line) return;
    const { at, to, text } = line.offer;
    input.setRangeText(text, at, to, "end");
    this.close(input);
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (text.endsWith(":")) this.ask(input);
  }

  close(input) {
    clearTimeout(this.timer);
    this.list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
}
customElements.define("search-box", SearchBox);
