// One stream of events for the window. An event carries no content, only that a ticket changed: the page asks for what it shows of that
// (updates.js). So nobody ever sees more live than they may see on the page.
import { changed, changedAll } from "./updates.js";

const heardOf = new Map();
let source, element, opened = false, lostTimer, retry = 1000;

class LiveUpdates extends HTMLElement {
  connectedCallback() {
    element = this;
    if (!source && this.getAttribute("src")) connect(this.getAttribute("src"), this.dataset.after);
    if (source?.lost) say();
  }

  /** What happens from now on is told to this page. */
  get listening() {
    return source?.readyState === EventSource.OPEN;
  }
}
customElements.define("live-updates", LiveUpdates);

/** Events of another kind than "something changed". */
export function listenFor(name, hear) {
  heardOf.set(name, hear);
  source?.addEventListener(name, (message) => hear(message.data));
}

/** @param after The journal's end when the page was made, for the first stream: nothing that came since is missed. */
function connect(src, after) {
  source = new EventSource(after ? `${src}?after=${after}` : src);
  source.onopen = () => {
    clearTimeout(lostTimer);
    lostTimer = undefined;
    retry = 1000;
    // Whatever happened while we were away is on the page we ask for now.
    if (opened) changedAll();
    if (source.lost || element?.dataset.lost !== undefined) back();
    opened = true;
  };
  source.onmessage = (message) => {
    try { heard(JSON.parse(message.data)); } catch { changedAll(); }
  };
  for (const [name, hear] of heardOf) source.addEventListener(name, (message) => hear(message.data));
  source.onerror = () => {
    // Each try that fails comes by here: the first one starts the clock.
    lostTimer ??= setTimeout(say, 2000);
    if (source.readyState !== EventSource.CLOSED) return;
    // A refused stream does not try again by itself.
    setTimeout(() => connect(src), retry * (0.75 + Math.random() / 2));
    retry = Math.min(retry * 2, 15000);
  };
}

function say() {
  if (!element) return;
  if (source) source.lost = true;
  element.dataset.lost = "";
  element.textContent = element.dataset.lostText;
}

function back() {
  source.lost = false;
  if (!element) return;
  element.textContent = element.dataset.backText;
  setTimeout(() => { delete element.dataset.lost; element.textContent = ""; }, 2500);
}

function heard(event) {
  if (event.notice) dispatchEvent(new CustomEvent("lotse:notice"));
  changed(event.ticket);
}

addEventListener("pagehide", () => { source?.close(); source = undefined; opened = false; });
addEventListener("pageshow", (event) => { if (event.persisted && element) { connect(element.getAttribute("src")); changedAll(); } });
