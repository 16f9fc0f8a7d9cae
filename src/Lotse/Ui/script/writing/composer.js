// Reply and note. What is typed is kept in the browser at every stroke, survives refreshes, refusals and restarts, and goes only
// once the desk has taken it.
import { drafts, isTaken } from "../forms.js";
import { KeptDraft } from "./drafts.js";
import { FileList } from "./files.js";

// Files of a note that was refused: the page comes back without them, and the window still has them. Those of an answer are kept by the desk.
const refused = new Map();

class TicketComposer extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    for (const form of this.querySelectorAll("form[data-keep]")) {
      form.fileList = new FileList(form, this);
      form.kept = new KeptDraft(form, this);
      this.restore(form);
      if (refused.has(form.dataset.keep)) form.fileList.add(refused.get(form.dataset.keep));
      refused.delete(form.dataset.keep);
      form.addEventListener("input", () => this.keep(form));
      form.addEventListener("keydown", (event) => this.sendByKey(event, form));
      form.addEventListener("turbo:submit-start", () => { this.removeAttribute("data-turbo-permanent"); form.kept.stop(); });
      form.addEventListener("turbo:submit-end", (event) => this.taken(event, form));
    }
    this.addEventListener("focusin", (event) => { if (event.target.closest(".sheet")) this.classList.add("busy-writing"); });
    this.querySelector("[data-seen]")?.addEventListener("click", () => this.see());
  }

  /** The text as typed; what the server gave back goes before what the browser kept. */
  restore(form) {
    const text = form.elements.text, kept = drafts.read(form.dataset.keep);
    this.rememberSeen(form, form.elements.draftVersion.dataset.seen);
    // The desk's draft goes before the browser's, unless the browser has heard more since.
    if (!kept || (text.value && (form.kept.isNewerThan(kept.at) || kept.text === text.value))) return;
    text.value = kept.text ?? "";
    if (kept.html && form.elements.html) form.elements.html.value = kept.html;
    for (const name of ["to", "cc", "textBlocks"]) if (kept[name] !== undefined && form.elements[name]) form.elements[name].value = kept[name];
    this.rememberSeen(form, kept.seen);
    form.querySelector("rich-text")?.reload?.();
    form.kept.soon();
  }

  /** What has come since it was typed, this answer itself included where the browser never heard that it was taken, has to be looked at before it goes (again). */
  rememberSeen(form, seen) {
    const field = form.elements.lastSeen, newest = field?.value;
    if (!seen || !field || seen === newest) return;
    field.value = seen;
    this.notice(newest);
  }

  keep(form) {
    clearTimeout(form.keeping);
    form.keeping = setTimeout(() => {
      const { text, html, to, cc, lastSeen, textBlocks } = form.elements;
      form.kept.soon();
      if (!text.value.trim()) return drafts.drop(form.dataset.keep);
      const kept = drafts.write(form.dataset.keep, { text: text.value, html: html?.value, to: to?.value, cc: cc?.value, textBlocks: textBlocks?.value, seen: lastSeen?.value });
      const line = form.querySelector("[data-saved]");
      if (kept && line && !line.textContent) line.textContent = this.dataset.keptText;
    }, 250);
  }

  sendByKey(event, form) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button.main"));
  }

  taken(event, form) {
    clearTimeout(form.keeping);
    if (isTaken(event.detail)) return drafts.drop(form.dataset.keep);
    if (event.detail.fetchResponse && form.matches(".note-form") && form.fileList.files.length) refused.set(form.dataset.keep, form.fileList.files);
    if (event.detail.fetchResponse) return;
    // No answer from the desk at all: everything stays as it is.
    this.setAttribute("data-turbo-permanent", "");
    form.kept.stopped = false;
  }

  /** The page is left: what the desk has not heard yet is told now. */
  leave() {
    for (const form of this.querySelectorAll("form[data-keep]")) form.kept?.flush();
  }

  get written() {
    return [...this.querySelectorAll("textarea[name=text]")].some((text) => text.value.trim());
  }

  /** A refresh brought a newer message: with nothing typed it counts as seen, else one has to say so before sending. */
  notice(newest) {
    const seen = this.querySelector("[name=lastSeen]");
    if (!seen || !newest || seen.value === newest) return;
    this.newest = newest;
    if (this.written) this.querySelector("[data-came]").hidden = false;
    else this.see();
  }

  see() {
    const seen = this.querySelector("[name=lastSeen]"), answers = this.querySelector("[name=answers]");
    seen.value = this.newest;
    if (answers && !this.written) answers.value = this.newest;
    this.querySelector("[data-came]").hidden = true;
  }
}
customElements.define("ticket-composer", TicketComposer);

const leave = () => document.querySelector("ticket-composer")?.leave?.();
addEventListener("turbo:before-visit", leave);
addEventListener("turbo:before-frame-render", (event) => { if (event.target.id === "work") leave(); });
addEventListener("pagehide", leave);

function heardOfNewest() {
  const newest = document.querySelector("#work .history")?.dataset.newest;
  document.querySelector("ticket-composer")?.notice?.(newest);
}
addEventListener("turbo:morph", heardOfNewest);
addEventListener("lotse:updated", heardOfNewest);
