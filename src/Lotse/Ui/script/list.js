// Opening a ticket replaces only its frame: the list keeps its place, and title and marks follow.
addEventListener("turbo:frame-load", (event) => {
  if (event.target.id !== "work") return;
  const work = event.target.querySelector(".work");
  if (!work) return;
  document.title = work.dataset.title;
  document.querySelector(".list")?.removeAttribute("role");
  for (const row of document.querySelectorAll(".row[aria-current]")) row.removeAttribute("aria-current");
  const row = document.getElementById(`row-${work.dataset.number}`);
  row?.setAttribute("aria-current", "true");
  row?.classList.remove("unread");
  showNewest();
});

const placed = new WeakSet();
let written = false;
addEventListener("turbo:load", showNewest);
addEventListener("turbo:render", () => { if (written) showNewest(); });
addEventListener("turbo:submit-end", (event) => { written ||= event.detail.success && event.target.matches(".reply-form, .note-form"); });

/** Long histories open at what is new, else at their end, and show what one has just written. A live update moves nothing. */
function showNewest() {
  const scroll = document.querySelector(".work-scroll");
  if (!scroll || (placed.has(scroll) && !written) || location.hash) return;
  placed.add(scroll);
  const [mark, last, mine] = [document.getElementById("new"), [...scroll.querySelectorAll("article.msg")].at(-1), written];
  written = false;
  if (mark && !mine) mark.scrollIntoView({ block: "start" });
  else if (mine || scroll.scrollHeight > scroll.clientHeight) showEnd(scroll, last);
}

/** The end of the history above the composer, which lies over its lower edge; the beginning of what is too long for that. */
function showEnd(scroll, last) {
  const over = scroll.querySelector("ticket-composer")?.offsetHeight ?? 0;
  if (!last || scroll.scrollHeight <= scroll.clientHeight) last?.scrollIntoView({ block: "end" });
  else if (last.offsetHeight > scroll.clientHeight - over) last.scrollIntoView({ block: "start" });
  else scroll.scrollTop = scroll.scrollHeight;
}

// A ticket that is gone or not ours any more answers with a whole page, not with our frame.
// A page of rows that did not come leaves its link to try again.
addEventListener("turbo:frame-missing", (event) => {
  event.preventDefault();
  if (event.target.id !== "work") return;
  event.detail.visit(event.detail.response);
});

// Many tickets at once: ticked by hand, by x, in ranges, all of what is loaded. The form that acts on them is on the page anyway.
const boxes = () => [...document.querySelectorAll(".tick > input")].filter((box) => box.checkVisibility());
const boxOf = (element) => element?.closest(".tick")?.querySelector("input");
let anchor, wanted;

/** Ticks the row one is at. */
export function pick() {
  const box = boxOf(document.activeElement) ?? boxOf(document.querySelector(".row[aria-current]"));
  if (!box) return false;
  set([box], !box.checked);
  anchor = box;
  return true;
}

/** Ticks the row one is at and the next one, and goes there. */
export function pickOn(by) {
  const all = boxes(), at = all.indexOf(boxOf(document.activeElement) ?? boxOf(document.querySelector(".row[aria-current]")));
  if (at < 0) return false;
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  set([all[at], next], true);
  anchor = next;
  next.parentElement.querySelector(".row").focus();
  return true;
}

function set(some, checked) {
  for (const box of some) box.checked = checked;
  count();
}

function count() {
  const said = document.querySelector("[data-picked]"), n = boxes().filter((box) => box.checked).length;
  if (said && n) said.textContent = said.dataset.picked.replace("{n}", n.toLocaleString(document.documentElement.lang));
}

addEventListener("click", (event) => {
  const box = event.target.closest?.(".tick > input");
  if (!box) return;
  const all = boxes(), from = all.indexOf(anchor), to = all.indexOf(box);
  if (event.shiftKey && from >= 0) set(all.slice(Math.min(from, to), Math.max(from, to) + 1), box.checked);
  anchor = box;
  count();
});

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]") || event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]")) return;
  if (event.key === "Escape" && boxes().some((box) => box.checked)) set(boxes(), false);
  else if (event.key.toLowerCase() === "a" && (event.ctrlKey || event.metaKey) && !event.shiftKey && event.target.closest?.(".list")) {
    set(boxes(), true);
    event.preventDefault();
  }
});

// Ticks are ours, not the page's: they go once something is done to the tickets.
addEventListener("reset", (event) => { if (event.target.id === "bulk") { set(boxes(), false); anchor = undefined; } });
addEventListener("turbo:submit-end", (event) => { if (event.target.id === "bulk" && event.detail.success) event.target.reset(); });
addEventListener("turbo:load", count);
addEventListener("turbo:frame-load", count);

// A run on many tickets tells how far it is while it goes on.
addEventListener("turbo:frame-load", (event) => {
  const frame = event.target;
  if (frame.id !== "bulk-run" && frame.id !== "inform-run") return;
  clearTimeout(wanted);
  if (frame.querySelector("[data-running]")) wanted = setTimeout(() => frame.isConnected && frame.reload(), 600);
});
