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
