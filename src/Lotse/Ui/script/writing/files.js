// Attachments of a form: picked, dropped or pasted, shown with a way to take one off again, and weighed before they are sent, together with what
// lies on the desk already. Pictures that are dropped or pasted where one writes an answer go into the text.
const picture = /^image\/(png|jpeg|gif|webp)$/;

/** A picture copied from a page comes with the page's element for it; words with a picture beside them are what was copied. */
function hasWords(html) {
  const inert = document.createElement("template");
  inert.innerHTML = html;
  return inert.content.textContent.trim() !== "";
}

export class FileList {
  constructor(form, composer) {
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.place = form.querySelector("[data-picked]");
    this.limit = Number(composer.dataset.filesLimit);
    this.words = composer.dataset;
    this.files = [];
    this.input.addEventListener("change", () => this.add(this.input.files));
    const sheet = form.querySelector(".sheet");
    sheet.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) { event.preventDefault(); sheet.classList.add("dropping"); } });
    sheet.addEventListener("dragleave", () => sheet.classList.remove("dropping"));
    sheet.addEventListener("drop", (event) => {
      sheet.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.take([...event.dataTransfer.files]);
    }, true);
    sheet.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || hasWords(event.clipboardData.getData("text/html"))) return;
      event.preventDefault();
      event.stopPropagation();
      this.take(files);
    }, true);
    form.addEventListener("input", () => this.weigh());
    form.addEventListener("click", (event) => this.removeKept(event));
    this.weigh();
  }

  take(files) {
    const text = this.form.querySelector("rich-text[data-put]");
    const pictures = text ? files.filter((file) => picture.test(file.type)) : [];
    if (pictures.length) text.addPictures(pictures);
    if (pictures.length < files.length) this.add(files.filter((file) => !pictures.includes(file)));
  }

  add(files) {
    this.files.push(...files);
    this.show();
  }

  show() {
    const carried = new DataTransfer();
    for (const file of this.files) carried.items.add(file);
    this.input.files = carried.files;
    this.place.replaceChildren(...this.files.map((file) => this.chip(file)));
    this.weigh();
  }

  /** All that would be sent: picked, kept on the desk, and standing in the text. */
  weigh() {
    const lying = [...this.form.querySelectorAll("[data-kept] [data-size], .rich img[data-size]")].reduce((sum, one) => sum + Number(one.dataset.size), 0);
    const tooBig = lying + this.files.reduce((sum, file) => sum + file.size, 0) > this.limit;
    this.input.setCustomValidity(tooBig ? this.words.tooBigText : "");
    const warned = this.form.querySelector("[data-too-big]");
    if (tooBig && !warned) this.place.after(this.warning());
    if (!tooBig) warned?.remove();
  }

  /** A file that the desk keeps for this answer is taken off there too; what is written stays as it is. */
  async removeKept(event) {
    const button = event.target.closest("[data-kept] button");
    if (!button) return;
    event.preventDefault();
    const form = new FormData();
    form.append("__RequestVerificationToken", this.form.elements.__RequestVerificationToken.value);
    const answer = await fetch(`/draft-files/${button.value}/removal`, { method: "POST", body: form });
    if (!answer.ok && answer.status !== 404) return;
    button.closest(".file").remove();
    this.weigh();
    this.input.focus();
  }

  chip(file) {
    const chip = document.createElement("span"), name = document.createElement("span"), size = document.createElement("small"), remove = document.createElement("button");
    chip.className = "file";
    name.className = "clip";
    name.textContent = file.name;
    size.textContent = file.size < 1e6 ? `${Math.ceil(file.size / 1000)} KB` : `${(file.size / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    remove.type = "button";
    remove.className = "btn quiet bare";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${this.words.removeText}: ${file.name}`);
    remove.addEventListener("click", () => { this.files = this.files.filter((other) => other !== file); this.show(); });
    chip.append(name, size, remove);
    return chip;
  }

  warning() {
    const warning = document.createElement("span");
    warning.className = "field refusal";
    warning.dataset.tooBig = "";
    warning.setAttribute("role", "alert");
    warning.textContent = this.words.tooBigText;
    return warning;
  }
}
