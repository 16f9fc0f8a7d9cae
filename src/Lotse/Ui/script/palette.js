// The command palette, by Ctrl+K: it offers what the page offers anyway, its links and its buttons, and presses the one that is chosen.
// So it can do no more than the page, and every page has the right ones without being asked.
import { visit } from "@hotwired/turbo";

const most = 12, few = 5, patience = 160, chosen = "aria-selected";
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  const palette = document.getElementById("palette");
  // In the editor the same keys make a link.
  if (!palette || event.defaultPrevented || event.target.closest?.(".rich") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open(palette);
});

function open(palette) {
  const input = palette.querySelector("input"), entries = collect();
  let more = [];
  const refresh = () => show(palette, entries, more, input.value, palette.dataset.numberText);
  input.value = "";
  input.oninput = () => {
    const was = more.length;
    if (input.value.trim().length < 2) more = [];
    refresh();
    ask(palette, input.value, (found) => { if (found.length || was || more.length) { more = found; refresh(); } });
  };
  input.onkeydown = (event) => steer(event, palette);
  palette.onclick = (event) => (event.target === palette ? palette.close() : choose(palette, event.target.closest("[role=option]")));
  palette.showModal();
  refresh();
}

let timer, asking;

/** Tickets and people are on no page: the desk is asked for them once somebody pauses. */
function ask(palette, typed, then) {
  clearTimeout(timer);
  asking?.abort();
  if (typed.trim().length < 2 || !palette.dataset.src) return;
  timer = setTimeout(async () => {
    asking = new AbortController();
    try {
      const answer = await fetch(`${palette.dataset.src}?q=${encodeURIComponent(typed.trim())}`, { signal: asking.signal, headers: { accept: "application/json" } });
      if (!answer.ok || !palette.open) return;
      const { tickets, people } = await answer.json();
      then([...tickets, ...people].map((one) => ({ label: one.label, about: one.about, run: () => visit(one.address) })));
    } catch { /* Asked anew with the next letter. */ }
  }, patience);
}

function collect() {
  const entries = [], known = new Set();
  for (const group of document.querySelectorAll("[data-palette]")) {
    for (const element of group.querySelectorAll("a[href], button")) {
      const name = (element.querySelector(".word") ?? element).cloneNode(true);
      for (const extra of name.querySelectorAll("kbd, .count, .initials")) extra.remove();
      const label = `${group.dataset.palette}: ${name.textContent.trim()}`;
      if (!known.has(label)) entries.push({ label, find: bare(label), key: element.dataset.key, run: () => element.click() });
      known.add(label);
    }
  }
  return entries;
}

function show(palette, entries, more, typed, ticket) {
  const chosenBefore = palette.querySelector("[aria-selected=true]")?.entry.label;
  const list = palette.querySelector("ul"), input = palette.querySelector("input");
  const words = bare(typed).split(/\s+/).filter(Boolean), number = /^#?(\d{1,15})$/.exec(typed.trim())?.[1];
  const found = entries.filter((entry) => words.every((word) => entry.find.includes(word))).sort((a, b) => distance(a, words) - distance(b, words));
  if (number) found.unshift({ label: `${ticket} #${number}`, run: () => visit(`/tickets/${number}`) });
  const shown = more.length ? [...found.slice(0, few), ...more] : found.slice(0, most);
  list.replaceChildren(...shown.map(option));
  list.nextElementSibling.hidden = shown.length > 0;
  list.hidden = shown.length === 0;
  // What one had moved to stays chosen when more arrives.
  mark(input, [...list.children].find((line) => line.entry.label === chosenBefore) ?? list.firstElementChild);
}

/** What begins with what was typed is meant more likely than what merely has it inside. */
function distance(entry, words) {
  const starts = entry.find.split(/[\s:]+/);
  return words.filter((word) => !starts.some((start) => start.startsWith(word))).length;
}

function option(entry, place) {
  const line = document.createElement("li");
  line.id = `palette-${place}`;
  line.setAttribute("role", "option");
  const label = document.createElement("span");
  label.className = "clip";
  label.append(entry.label);
  line.append(label);
  if (entry.about) {
    const about = document.createElement("span");
    about.className = "soft small clip";
    about.append(entry.about);
    line.append(about);
  }
  if (entry.key) {
    const key = document.createElement("kbd");
    key.textContent = entry.key;
    line.append(key);
  }
  line.entry = entry;
  return line;
}

function mark(input, line) {
  for (const other of line?.parentElement.children ?? []) other.setAttribute(chosen, String(other === line));
  if (line) input.setAttribute("aria-activedescendant", line.id);
  else input.removeAttribute("aria-activedescendant");
  line?.scrollIntoView({ block: "nearest" });
}

function steer(event, palette) {
  const lines = [...palette.querySelectorAll("[role=option]")], at = lines.findIndex((line) => line.getAttribute(chosen) === "true");
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) mark(palette.querySelector("input"), lines[(at + by + lines.length) % lines.length]);
  else if (event.key === "Enter" && !event.isComposing) choose(palette, lines[at]);
  else return;
  event.preventDefault();
}

function choose(palette, line) {
  if (!line) return;
  palette.close();
  line.entry.run();
}
