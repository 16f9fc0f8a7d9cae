// Who else has this ticket open. Each open page says so now and then, and hears at once when somebody comes, goes or begins to write.
import { listenFor } from "./live.js";

const often = 20000;
let timer;

const composer = () => document.querySelector("ticket-composer[data-presence]");
const writing = (at) => at.contains(document.activeElement) && document.activeElement.matches("textarea, [contenteditable=true]") && at.written;

async function say() {
  clearTimeout(timer);
  timer = setTimeout(say, often);
  const at = composer();
  if (!at || document.hidden) return;
  const body = new FormData();
  body.append("__RequestVerificationToken", at.querySelector("[name=__RequestVerificationToken]").value);
  if (writing(at)) body.append("writing", "1");
  at.wrote = Boolean(writing(at));
  try {
    const answer = await fetch(at.dataset.presence, { method: "POST", body });
    if (!answer.ok || answer.redirected) return;
    const others = await answer.json(), line = at.querySelector("[data-others]");
    if (line.textContent !== others.text) line.textContent = others.text;
    line.classList.toggle("writing", others.writing);
  } catch { /* The next one may come through. */ }
}

function leave() {
  const at = composer();
  if (!at) return;
  const body = new FormData();
  body.append("__RequestVerificationToken", at.querySelector("[name=__RequestVerificationToken]").value);
  body.append("gone", "1");
  navigator.sendBeacon(at.dataset.presence, body);
}

addEventListener("turbo:load", say);
addEventListener("turbo:frame-load", say);
addEventListener("turbo:before-fetch-request", (event) => { if (event.target.id === "work" || event.target === document.documentElement) leave(); });
addEventListener("pagehide", leave);
addEventListener("visibilitychange", say);
addEventListener("focusout", () => { if (composer()?.wrote) setTimeout(say, 300); });
addEventListener("input", (event) => { const at = event.target.closest?.("ticket-composer"); if (at && !at.wrote) say(); });
listenFor("presence", (number) => { if (composer()?.dataset.number === number) say(); });
