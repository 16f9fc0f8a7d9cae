// What a refresh may not touch: what one is typing, what one has opened, and the mail frames that would load anew.
const fields = "input:not([type=hidden]), textarea, select, [contenteditable]";

addEventListener("turbo:before-morph-element", (event) => {
  const now = event.target, next = event.detail.newElement;
  if (!(now instanceof Element)) return;
  if (now.matches("dialog[open], [role=listbox]")) return event.preventDefault();
  if (now.matches(fields) && (now === document.activeElement || touched(now))) return event.preventDefault();
  if (now.matches("iframe") && next) return event.preventDefault();
  if (now.matches(".row") && next && now.textContent !== next.textContent) next.classList.add("changed");
});

addEventListener("turbo:before-morph-attribute", (event) => {
  const { attributeName } = event.detail;
  if (event.target.matches("details") && attributeName === "open") event.preventDefault();
  if (event.target.matches("turbo-frame#work") && ["src", "complete"].includes(attributeName)) event.preventDefault();
});

function touched(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  return field.matches("input, textarea") && field.value !== field.defaultValue;
}
