// The editor itself, fetched when writing begins. Squire, with what a support mail needs and no more.
import Squire from "squire-rte";
import { clean, inBlocks } from "./clean.js";
import { plain } from "./plain.js";

export function createEditor(root, { html, text, linkText, ofBlock }) {
  const pictures = ofBlock ? inBlocks : undefined;
  const editor = new Squire(root, {
    blockTag: "DIV",
    addLinks: true,
    sanitizeToDOMFragment: (source) => clean(source, pictures),
    toPlainText: (source) => plain(clean(source, pictures)),
  });
  const set = (asHtml, asText) => editor.setHTML(asHtml || (asText ?? "").split("\n").map((line) => `<div>${escape(line) || "<br>"}</div>`).join(""));
  if (html || text) set(html, text);

  const link = () => {
    if (editor.hasFormat("a")) return editor.removeLink();
    const url = prompt(linkText, "https://");
    if (url && /^(https?:\/\/|mailto:)/i.test(url)) editor.makeLink(url);
  };
  editor.setKeyHandler("Ctrl-k", (_, event) => { event.preventDefault(); link(); });
  editor.setKeyHandler("Meta-k", (_, event) => { event.preventDefault(); link(); });
  // Ctrl+Enter sends; the editor leaves it alone.
  editor.setKeyHandler("Ctrl-Enter", () => {});
  editor.setKeyHandler("Tab", null);

  const toggle = (tag, on, offAgain) => (editor.hasFormat(tag) ? offAgain() : on());
  const actions = {
    bold: () => toggle("B", () => editor.bold(), () => editor.removeBold()),
    italic: () => toggle("I", () => editor.italic(), () => editor.removeItalic()),
    bullets: () => toggle("UL", () => editor.makeUnorderedList(), () => editor.removeList()),
    numbers: () => toggle("OL", () => editor.makeOrderedList(), () => editor.removeList()),
    quote: () => toggle("BLOCKQUOTE", () => editor.increaseQuoteLevel(), () => editor.decreaseQuoteLevel()),
    plain: () => editor.removeAllFormatting(),
    link,
  };

  return {
    set,
    /** A picture where the cursor is, and the cursor behind it. */
    picture: ({ address, name, size }) => editor.insertImage(address, { alt: name, "data-size": size }),
    /** Words, or a text block, where the cursor is, in place of the characters before it. */
    insert: (what, back) => {
      const range = editor.getSelection();
      if (back && range.startContainer.nodeType === Node.TEXT_NODE) {
        range.setStart(range.startContainer, Math.max(0, range.startOffset - back));
        range.deleteContents();
        editor.setSelection(range);
      }
      if (typeof what === "string") return editor.insertPlainText(what);
      editor.insertHTML(what.html); // Cleaned as all that is pasted.
    },
    run: (name) => { actions[name]?.(); editor.focus(); },
    focus: (toEnd) => { editor.focus(); if (toEnd) editor.moveCursorToEnd(); },
    onChange: (tell) => editor.addEventListener("input", () => {
      const words = plain(root);
      tell(words.trim() || root.querySelector("img") ? editor.getHTML() : "", words);
    }),
    onPath: (tell) => editor.addEventListener("pathChange", () => tell({
      bold: editor.hasFormat("B"), italic: editor.hasFormat("I"), bullets: editor.hasFormat("UL"),
      numbers: editor.hasFormat("OL"), quote: editor.hasFormat("BLOCKQUOTE"), link: editor.hasFormat("A"),
    })),
  };
}

function escape(line) {
  return line.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
