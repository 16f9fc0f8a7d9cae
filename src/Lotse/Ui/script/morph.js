// What a refresh may not touch: what one is typing, what one has opened, and the mail frames that would load anew.
import { fields, touched } from "./touched.js";
import { live } from "./updates.js";

let counted = 0;

addEventListener("turbo:before-morph-element", (event) => {
  const now = event.target, next = event.detail.newElement;
  if (!(now instanceof Element)) return;
  // What the desk has just answered stays until one does something else.
  if (!next && live() && now.matches("#work [role=alert], .banner.just")) return event.preventDefault();
  // What is being written stays in the hands of its writer, also in the moment in which it has been sent and the answer is not drawn yet.
  if (next && live() && now.matches("ticket-composer")) return event.preventDefault();
  if (now.matches("dialog[open], [role=listbox]")) return event.preventDefault();
  if (now.matches(fields) && (now === document.activeElement || touched(now))) return event.preventDefault();
  // What somebody began to write from is what they saw: a newer version beside it would write over what others have said since.
  if (next && now.matches("form[data-keep] > input[type=hidden][name=version]") && written(now.form)) return event.preventDefault();
  if (now.matches("iframe") && next) return event.preventDefault();
  if (now.matches("turbo-frame[src]") && next && now.id !== "work") return keep(event, now);
  if (now.matches(".row") && next && said(now) !== said(next)) next.classList.add("changed");
});

addEventListener("turbo:before-morph-attribute", (event) => {
  const { attributeName } = event.detail;
  if (event.target.matches("details") && attributeName === "open") event.preventDefault();
  if (event.target.matches("turbo-frame#work") && ["src", "complete"].includes(attributeName)) event.preventDefault();
});

/** What a row says, but for the time that is left: it runs down by itself, and nothing has changed. */
const said = (row) => [...row.querySelectorAll(".left")].reduce((words, left) => words.replace(left.textContent, ""), row.textContent);

/** Somebody is writing in it, or has. */
const written = (part) => [...part.querySelectorAll(fields)].some((field) => field === document.activeElement || touched(field));

// What was asked for before somebody began to write comes too late.
addEventListener("turbo:before-frame-render", (event) => {
  if (!event.target.parentElement?.closest("#beside")) return;
  const render = event.detail.render;
  event.detail.render = (now, next) => written(now) || render(now, next); // Drawn a moment after this: somebody may begin meanwhile.
});

/** A frame that has fetched its part keeps it. The counts of kept searches are asked for anew now and then: each is a search. What colleagues say of a
    ticket comes anew with it, unless somebody is writing there. */
function keep(event, frame) {
  event.preventDefault();
  if (frame.id === "beside") return frame.querySelectorAll("turbo-frame[src]").forEach((part) => {
    if (part.complete && !written(part)) part.reload();
  });
  if (frame.id !== "views" || performance.now() - counted < 15000) return;
  counted = performance.now();
  if (frame.complete) frame.reload();
}
