// One key, one action. Elements say their own key in data-key; only moving, writing and leaving are known here.
import { pick, pickOn } from "./list.js";

const off = "lotse:keys-off";
let leader = -Infinity;

addEventListener("keydown", (event) => {
  const inField = event.target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable=true]");
  if (event.key === "Escape" && inField) return event.target.blur();
  if (inField || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || localStorage.getItem(off)) return;
  if (document.querySelector("dialog[open]")) return;
  if (act(event.key)) event.preventDefault();
});

function act(key) {
  const afterG = performance.now() - leader < 1200;
  leader = -Infinity;
  if (afterG) return press(`g ${key}`);
  switch (key) {
    case "g": leader = performance.now(); return true;
    case "j": return move(1);
    case "k": return move(-1);
    case "x": return pick();
    case "J": return pickOn(1);
    case "K": return pickOn(-1);
    case "o": return document.activeElement?.matches(".row") && (document.activeElement.click(), true);
    case "r": return write("reply");
    case "n": return write("note");
    case "?": document.getElementById("keys")?.showModal(); return true;
    default: return key.length === 1 && press(key);
  }
}

function press(key) {
  const at = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!at) return false;
  if (at.matches("input, select, textarea")) at.focus();
  else at.click();
  // Whoever opens a menu by a key goes on by keys.
  if (at.popoverTargetElement?.matches(":popover-open")) at.popoverTargetElement.querySelector("a, button, input:not([type=hidden]), select")?.focus();
  return true;
}

/** Walks the list. Where a ticket is open beside it, the next one opens too. */
function move(by) {
  const rows = [...document.querySelectorAll(".row")].filter((row) => row.checkVisibility());
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement?.closest(".row") ?? document.querySelector(".row[aria-current]"));
  const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  row.focus();
  row.scrollIntoView({ block: "nearest" });
  if (document.querySelector("#work .work")) row.click();
  return true;
}

function write(what) {
  const tab = document.querySelector(`.composer .to-${what}`);
  if (!tab) return false;
  tab.checked = true;
  const form = document.querySelector(`.composer .${what}-form`);
  (form.querySelector("[contenteditable=true]") ?? form.querySelector("textarea")).focus();
  return true;
}

addEventListener("turbo:load", () => {
  const box = document.querySelector("[data-keys-on]");
  if (box) box.checked = !localStorage.getItem(off);
});
addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-on]")) return;
  if (event.target.checked) localStorage.removeItem(off);
  else localStorage.setItem(off, "1");
});
