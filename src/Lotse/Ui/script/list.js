// Opening a ticket replaces only its frame: the list keeps its place, and title and marks follow.
addEventListener("turbo:frame-load", (event) => {
  if (event.target.id !== "work") return;
  const work = event.target.querySelector(".work");
  if (!work) return;
  document.title = work.dataset.title;
  for (const row of document.querySelectorAll(".row[aria-current]")) row.removeAttribute("aria-current");
  const row = document.getElementById(`row-${work.dataset.number}`);
  row?.setAttribute("aria-current", "true");
  row?.classList.remove("unread");
  showNewest();
});

addEventListener("turbo:load", showNewest);

/** Long histories open at what is new, else at their end. Only on arrival: a live update moves nothing. */
function showNewest() {
  const scroll = document.querySelector(".work-scroll");
  if (!scroll || scroll.dataset.placed || location.hash) return;
  scroll.dataset.placed = "1";
  const mark = document.getElementById("new");
  if (mark) mark.scrollIntoView({ block: "start" });
  else if (scroll.scrollHeight > scroll.clientHeight) [...scroll.querySelectorAll("article.msg")].at(-1)?.scrollIntoView({ block: "nearest" });
}

// A ticket that is gone or not ours any more answers with a whole page, not with our frame.
addEventListener("turbo:frame-missing", (event) => {
  event.preventDefault();
  event.detail.visit(event.detail.response);
});
