// Small helps for forms: choose-and-go, copy, dialogs, and keeping what was typed.
const prefix = "lotse:draft:";

export const drafts = {
  read: (key) => { try { return JSON.parse(localStorage.getItem(prefix + key)); } catch { return null; } },
  write: (key, value) => { try { localStorage.setItem(prefix + key, JSON.stringify({ ...value, at: Date.now() })); return true; } catch { return false; } },
  drop: (key) => { try { localStorage.removeItem(prefix + key); } catch { /* private mode */ } },
};

addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  document.getElementById(event.target.dataset?.presses)?.click();
});

// Ctrl+Enter sends from any field with several lines; the composer looks after its own.
addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.("main textarea, .side textarea") || event.target.closest("ticket-composer")) return;
  const form = event.target.form;
  form?.requestSubmit(form.querySelector(".actions .btn.main, .btn.main, .btn:not(.quiet)"));
});

addEventListener("click", async (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    document.getElementById(opener.dataset.opens)?.showModal();
  }
  const copier = event.target.closest("[data-copies]");
  if (!copier) return;
  const from = document.getElementById(copier.dataset.copies);
  const parts = from.children.length ? [...from.children].map((part) => part.textContent.trim()) : [from.textContent.trim()];
  await navigator.clipboard.writeText(parts.join("\n"));
  copier.lastChild.textContent = copier.dataset.copiedText;
});

// Plain forms keep their fields in the browser until they have been taken; the composer looks after its own.
const keepers = "form[data-keep]:not(ticket-composer form)";

addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.matches(keepers)) return;
  const values = {};
  for (const field of form.elements) if (field.name && !["hidden", "password", "file"].includes(field.type)) values[field.name] = field.value;
  drafts.write(form.dataset.keep, { values });
});

addEventListener("turbo:load", () => {
  for (const form of document.querySelectorAll(keepers)) {
    const kept = drafts.read(form.dataset.keep)?.values ?? {};
    for (const [name, value] of Object.entries(kept)) {
      const field = form.elements[name];
      if (field && "value" in field && !field.value) field.value = value;
    }
  }
});

// A form that says where keeps what is in it on the desk, a moment after one has typed.
const savings = new WeakMap();
addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.saves) return;
  clearTimeout(savings.get(form));
  savings.set(form, setTimeout(async () => {
    if (!form.isConnected || form.matches("[aria-busy=true]")) return;
    const answer = await fetch(form.dataset.saves, { method: "POST", body: new FormData(form) }).catch(() => undefined);
    const said = form.querySelector("[data-saved]");
    if (said) said.textContent = answer?.status === 204 ? said.dataset.savedText : "";
  }, 900));
});
addEventListener("submit", (event) => clearTimeout(savings.get(event.target)), true);

/** The desk has taken the form. Whoever was signed out meanwhile ends on the sign-in page, which is an answer too, but not to what was written. */
export function isTaken({ success, fetchResponse }) {
  return success && !fetchResponse?.location?.pathname.startsWith("/sign-in");
}

addEventListener("turbo:submit-end", (event) => {
  const form = event.target;
  if (isTaken(event.detail) && form.matches(keepers)) drafts.drop(form.dataset.keep);
  if (event.detail.success) form.closest("[popover]")?.hidePopover();
});
