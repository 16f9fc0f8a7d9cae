// Attachments of a form: picked, dropped or pasted, shown with a way to take one off again, and weighed before they are sent.
export class FileList {
  constructor(form, composer) {
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
      this.add(event.dataTransfer.files);
    }, true);
    sheet.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (!files.length || event.clipboardData.types.includes("text/html")) return;
      event.preventDefault();
      event.stopPropagation();
      this.add(files);
    }, true);
  }

  add(files) {
    this.files.push(...files);
    this.show();
  }

  show() {
    const carried = new DataTransfer();
    for (const file of this.files) carried.items.add(file);
    this.input.files = carried.files;
    const tooBig = this.files.reduce((sum, file) => sum + file.size, 0) > this.limit;
    this.input.setCustomValidity(tooBig ? this.words.tooBigText : "");
    this.place.replaceChildren(...this.files.map((file) => this.chip(file)), ...(tooBig ? [this.warning()] : []));
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
    warning.setAttribute("role", "alert");
    warning.textContent = this.words.tooBigText;
    return warning;
  }
}
