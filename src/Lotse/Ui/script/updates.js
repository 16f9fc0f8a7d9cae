// Brings an open page up to date: it asks for its rail, its list as far as that is loaded, and its ticket where that changed, and takes over what
// differs (morph.js). A page that has no such parts asks for the whole of itself.
import { fields, touched } from "./touched.js";
import { morphElements, navigator as pages, session } from "@hotwired/turbo";

const soonest = 700, tickets = new Set();
let timer, last = -soonest, pace = soonest, waiting = false, whole = false, updating = false, sent = 0, unseen = -Infinity;

/** A ticket changed; nothing given: something that stands in the rail. */
export function changed(number) {
  if (number) tickets.add(String(number));
  if (tickets.has(open())) pace = soonest;
  refresh();
}

/** What comes now is brought by others' work, not by what one has done oneself. */
export const live = () => updating;

/** Much may have changed. */
export function changedAll() {
  whole = true;
  refresh();
}

const open = () => document.querySelector("#work .work")?.dataset.number;

/** At once when it was quiet; while events keep coming, less and less often, but never more than 5 s late. All open pages hear of a change in the same
    moment: those that do not have its ticket open take their time by chance. */
function refresh() {
  if (document.hidden) { waiting = true; return; }
  if (timer) return;
  const quiet = performance.now() - last;
  if (quiet > 10000) pace = soonest;
  timer = setTimeout(async () => {
    timer = undefined;
    if (busy()) return refresh();
    last = performance.now();
    pace = Math.min(pace * 1.4, 5000);
    const parts = document.querySelector("live-updates")?.dataset.parts;
    if (whole || !parts) return askAll();
    await ask(parts, new Set(tickets));
  }, Math.max(tickets.has(open()) ? 30 : 30 + Math.random() * 320, pace - quiet));
}

/** Not under the hand of somebody who has a menu open, chooses, or is sending. */
function busy() {
  return performance.now() - unseen < 3000 || document.querySelector("form[aria-busy=true], .menu:popover-open") || document.activeElement?.matches("select");
}

/** A page that is a form, once somebody has begun with it, is theirs until they leave it; so is one that answers what they have sent: a secret that is shown once, what became of a sheet, what was refused. */
function taken() {
  const page = document.querySelector("main.page");
  return page && ([...page.querySelectorAll(fields)].some(touched) || page.matches("[data-answer]"));
}

/** The whole page, asked for by ourselves: Turbo's own asking would end what is being sent, and leave the page for the browser's error where the desk is away for a moment. */
async function askAll() {
  if (taken()) return;
  const at = sent, where = location.href;
  try {
    const answer = await fetch(document.baseURI, { headers: { Accept: "text/html" } });
    if (answer.status >= 500) return changedAll();
    const response = { statusCode: answer.status, responseHTML: await answer.text(), redirected: answer.redirected };
    if (where !== location.href || taken()) return;
    // What was asked before something was sent is old, and nobody is called away from what they send.
    if (at !== sent || busy() || pages.currentVisit) return changedAll();
    whole = false;
    tickets.clear();
    mine = true;
    session.visit(answer.redirected ? answer.url : document.baseURI, { action: "replace", shouldCacheSnapshot: false, response });
  } catch { changedAll(); } finally { mine = false; }
}

async function ask(parts, asked) {
  const number = open(), about = asked.has(number), at = sent, where = location.href;
  const more = document.querySelector("#rows-first > turbo-frame"), to = more?.querySelector(".row") ? more.id.slice("rows-".length) : undefined;
  const query = Object.entries({ to, open: number, changed: about || undefined }).filter(([, value]) => value !== undefined).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
  for (const one of asked) tickets.delete(one);
  try {
    const answer = await fetch(parts + query.join(""));
    // Signed out meanwhile, or the ticket is not ours any more: the page itself has the words for it.
    if (answer.status >= 500) return again(asked);
    if (answer.redirected || !answer.ok) return await askAll();
    const said = await answer.text();
    // What was asked before something was sent, or before one went elsewhere, is old.
    if (busy() || at !== sent || where !== location.href) return again(asked);
    put(said);
    dispatchEvent(new CustomEvent("lotse:updated"));
    tidy(asked);
  } catch { again(asked); }
}

/** Each part goes where the page has one of that name. */
function put(said) {
  updating = true;
  try {
    for (const part of [...new DOMParser().parseFromString(said, "text/html").body.children]) {
      const here = document.getElementById(part.id), number = part.querySelector(".work")?.dataset.number;
      if (here && (!number || number === open())) morphElements(here, part);
    }
  } finally { updating = false; }
}

function again(asked) {
  for (const one of asked) tickets.add(one);
  refresh();
}

/** Rows further down are in frames of their own: one that has moved up goes there, one that changed where it is comes anew. */
function tidy(asked) {
  for (const row of document.querySelectorAll("#rows-first turbo-frame .row")) {
    if (document.querySelector(`#rows-first > .tick > #${row.id}`)) row.closest(".tick").remove();
  }
  const frames = new Set([...asked].map((number) => document.getElementById(`row-${number}`)?.closest("turbo-frame")));
  for (const frame of frames) if (frame && frame.id !== "rows-first") frame.reload();
}

// Until the answer to a form is drawn, nothing is put on the page: whoever saw its result already would go on, and be called back by the answer.
addEventListener("turbo:submit-start", () => { sent++; unseen = performance.now(); });
addEventListener("turbo:submit-end", (event) => { sent++; unseen = event.detail.fetchResponse ? performance.now() : -Infinity; });
addEventListener("turbo:render", () => { unseen = -Infinity; });
addEventListener("turbo:frame-render", (event) => { if (event.target.id === "work") unseen = -Infinity; });

// The ticket's frame puts its address into the bar a moment after it is drawn. Whoever has gone on elsewhere by then is not called back.
addEventListener("turbo:before-visit", (event) => {
  const going = pages.currentVisit;
  if (going?.state === "started" && going.location.href !== event.detail.url && document.getElementById("work")?.src === event.detail.url) event.preventDefault();
});

// A whole page that we asked for before something was sent is old too.
let mine = false, since;
addEventListener("turbo:visit", () => { since = mine ? sent : undefined; });
addEventListener("turbo:before-render", (event) => {
  const old = since !== undefined && since !== sent;
  updating = since !== undefined && !old;
  since = undefined;
  if (!old) return;
  event.detail.render = () => {};
  changedAll();
});

addEventListener("turbo:render", () => { updating = false; });

document.addEventListener("visibilitychange", () => {
  if (document.hidden || !waiting) return;
  waiting = false;
  refresh();
});
