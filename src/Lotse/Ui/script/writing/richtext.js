// A plain text field until somebody starts to write; then the editor is fetched and takes its place. The field stays in the form and
// always holds the plain words, so that a reply can be sent whatever happens to the editor.
const plainly = "lotse:plain", heaviest = 1e6;

class RichText extends HTMLElement {
  connectedCallback() {
    if (this.area) return;
    this.area = this.querySelector("textarea");
    this.html = this.closest("form").elements[this.getAttribute("html") ?? "html"];
    this.tools = this.querySelector("[role=toolbar]");
    this.toggle = this.closest("form").querySelector("[data-plain]");
    this.toggle?.addEventListener("click", () => this.switch());
    this.area.addEventListener("focus", () => this.upgrade(true));
    this.area.addEventListener("pointerenter", () => import(this.getAttribute("module")).catch(() => {}), { once: true });
    if (!this.dataset.put && this.dataset.tooBigText) {
      this.addEventListener("paste", (event) => { if (!/\S/.test(event.clipboardData?.getData("text/plain") ?? "")) this.take(event, event.clipboardData?.files); }, true);
      this.addEventListener("drop", (event) => this.take(event, event.dataTransfer?.files), true);
      this.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
    }
    if (this.html.value) this.upgrade(false);
  }

  /** The draft came back from the browser. */
  reload() {
    if (this.html?.value) this.upgrade(false);
  }

  /** Other words in place of these. */
  show(html, text) {
    if (this.editor) this.editor.set(html, text);
  }

  /** Words only, for those who like it so: nothing is formatted, and nothing is sent as HTML but the same words. The browser remembers. */
  get plain() {
    return localStorage.getItem(plainly) !== null && !this.html.value;
  }

  switch() {
    if (this.editor) {
      if (/<(img|b|i|ul|ol|blockquote|a)\b/i.test(this.html.value) && !confirm(this.dataset.plainText)) return;
      localStorage.setItem(plainly, "1");
      this.root.remove();
      [this.editor, this.loading, this.html.value] = [undefined, undefined, ""];
      [this.area.hidden, this.tools.hidden] = [false, true];
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    } else localStorage.removeItem(plainly);
    this.area.focus();
    if (!this.plain) this.upgrade(true);
    this.toggle.setAttribute("aria-pressed", String(this.plain));
  }

  async upgrade(focus) {
    if (this.editor || this.plain) return this.toggle?.setAttribute("aria-pressed", String(this.plain));
    this.loading ??= this.load(focus);
    await this.loading;
  }

  async load(focus) {
    try {
      const { createEditor } = await import(this.getAttribute("module"));
      this.start(createEditor, focus);
    } catch {
      this.loading = null; // The plain field goes on working.
    }
  }

  start(createEditor, focus) {
    const at = this.area.selectionStart, here = document.activeElement === this.area;
    const root = this.root = document.createElement("div");
    root.className = "rich";
    root.setAttribute("role", "textbox");
    root.setAttribute("aria-multiline", "true");
    root.setAttribute("aria-label", this.getAttribute("label"));
    this.area.before(root);
    this.editor = createEditor(root, { html: this.html.value, text: this.area.value, linkText: this.dataset.linkText, ofBlock: !this.dataset.put });
    this.area.hidden = true;
    this.tools.hidden = false;
    this.editor.onChange((html, text) => {
      this.html.value = html;
      this.area.value = text;
      this.area.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.editor.onPath((active) => {
      for (const button of this.tools.children) if (active[button.dataset.do] !== undefined) button.setAttribute("aria-pressed", active[button.dataset.do]);
    });
    this.tools.addEventListener("click", (event) => this.run(event.target.closest("[data-do]")));
    this.tools.addEventListener("keydown", (event) => this.walk(event));
    // Whoever has moved on while the editor came is left where they are.
    if (focus && here) this.editor.focus(at === this.area.value.length);
  }

  run(button) {
    if (button?.dataset.do === "image") this.pick();
    else if (button) this.editor.run(button.dataset.do);
  }

  pick() {
    const input = document.createElement("input");
    Object.assign(input, { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", multiple: true });
    input.addEventListener("change", () => this.addPictures([...input.files]));
    input.click();
  }

  /** Puts pictures on the desk and shows them where one writes, in this order. */
  async addPictures(files) {
    await this.upgrade(false);
    const said = this.querySelector("[data-picture-said]");
    for (const file of files) {
      said.textContent = this.dataset.loadingText;
      try {
        const put = await this.put(file);
        said.textContent = put.refused ?? "";
        if (!put.refused) this.editor.picture(put);
      } catch {
        said.textContent = this.dataset.failedText;
      }
      if (said.textContent) return;
    }
  }

  async put(file) {
    if (!this.dataset.put) return this.hold(file);
    const form = new FormData();
    form.append("__RequestVerificationToken", this.closest("form").elements.__RequestVerificationToken.value);
    form.append("inline", "1");
    form.append("file", file, file.name || "image.png");
    const answer = await fetch(this.dataset.put, { method: "POST", body: form });
    if (answer.status === 422) return { refused: (await answer.json()).text };
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  }

  /** A picture of a text block travels in its form: where that was never saved, it was never there. */
  async hold(file) {
    if (file.size > heaviest) return { refused: this.dataset.tooBigText };
    const reader = new FileReader();
    await new Promise((done, failed) => { Object.assign(reader, { onload: done, onerror: failed }); reader.readAsDataURL(file); });
    return { address: reader.result, name: file.name, size: file.size };
  }

  /** Pictures that are pasted or dropped here; in answers the list of files sees to that. */
  take(event, files) {
    const pictures = [...(files ?? [])].filter((file) => /^image\/(png|jpeg|gif|webp)$/.test(file.type));
    if (!pictures.length) return;
    event.preventDefault();
    event.stopPropagation();
    this.addPictures(pictures);
  }

  walk(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const buttons = [...this.tools.children];
    const next = buttons[(buttons.indexOf(document.activeElement) + by + buttons.length) % buttons.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }
}
customElements.define("rich-text", RichText);
