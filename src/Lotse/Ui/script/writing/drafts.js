// What is typed is kept twice: in the browser at every stroke, and on the desk a moment later, so that it is there on another machine too.
// The desk says which version it has; one that somebody has changed meanwhile is never written over unseen.

const pause = 900;

export class KeptDraft {
  constructor(form, composer) {
    Object.assign(this, { form, composer, kind: form.matches(".note-form") ? "note" : "reply", version: form.elements.draftVersion });
    this.changed = composer.querySelector("[data-draft-changed]");
    this.changed.querySelector("[data-mine]").addEventListener("click", () => this.insist());
    this.changed.querySelector("[data-theirs]").addEventListener("click", () => this.takeTheirs());
  }

  /** Later than the browser's own copy? Then that is old. */
  get isNewerThan() {
    return (at) => Number(this.version.dataset.at || 0) >= at;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** At once, when the page is left. */
  flush() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.save(true);
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stopped = true;
  }

  async save(leaving = false) {
    this.timer = undefined;
    if (this.stopped || this.newer || (this.saving && !leaving)) return this.saving && this.soon();
    this.saving = true;
    try {
      const answer = await fetch(this.composer.dataset.drafts, { method: "POST", body: this.body(), keepalive: leaving && this.size < 60000 });
      await this.heard(answer);
    } catch {
      this.say(this.composer.dataset.offlineText);
      if (!leaving) setTimeout(() => this.soon(), 4000);
    } finally {
      this.saving = false;
    }
  }

  body() {
    const { text, html, to, cc, lastSeen, draft, shared, __RequestVerificationToken: token } = this.form.elements, body = new FormData();
    this.size = text.value.length + (html?.value.length ?? 0);
    body.append("__RequestVerificationToken", token.value);
    body.append("kind", this.kind);
    for (const field of [text, html, to, cc, lastSeen, draft]) if (field?.value) body.append(field.name, field.value);
    body.append("version", this.version.value);
    if (shared) body.append("shared", shared.checked ? "1" : "0");
    return body;
  }

  async heard(answer) {
    if (answer.redirected || answer.status === 401) return this.say(this.composer.dataset.signedOutText);
    if (answer.status === 409) return this.ask(await answer.json());
    if (answer.status === 422) return this.say((await answer.json()).text);
    if (!answer.ok) return this.say(this.composer.dataset.offlineText);
    const saved = await answer.json();
    this.form.elements.draft.value = saved.id;
    this.version.value = saved.version;
    this.say(saved.id ? this.composer.dataset.savedText : "");
  }

  ask(newer) {
    this.newer = newer;
    this.changed.hidden = false;
    this.changed.querySelector("p").textContent = newer.notice;
  }

  /** Theirs becomes an earlier version. */
  insist() {
    if (!this.newer) return;
    this.settle();
    return this.save();
  }

  /** Mine becomes an earlier version: it is saved, and then theirs over it. */
  async takeTheirs() {
    const theirs = this.newer;
    if (!theirs) return;
    this.settle();
    await this.save();
    this.form.elements.text.value = theirs.text;
    if (this.form.elements.html) this.form.elements.html.value = theirs.html;
    this.form.querySelector("rich-text")?.show?.(theirs.html, theirs.text);
    await this.save();
  }

  settle() {
    this.form.elements.draft.value = this.newer.id;
    this.version.value = this.newer.version;
    this.newer = undefined;
    this.changed.hidden = true;
  }

  say(text) {
    const line = this.form.querySelector("[data-saved]");
    if (line && line.textContent !== text) line.textContent = text;
  }
}
