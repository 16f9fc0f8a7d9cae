// Whether somebody has changed a field since the page was drawn.
export const fields = "input:not([type=hidden]), textarea, select, [contenteditable]";

export function touched(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) {
    // Where none is marked, the first one stands there.
    const marked = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(0, marked);
  }
  return field.matches("input, textarea") && field.value !== field.defaultValue;
}
