// The plain words of what was written, as a mail's text part shows them: lines, dashes for bullets, > for quotes.
const block = /^(DIV|P|LI|BLOCKQUOTE|UL|OL|PRE)$/;

export function plain(root) {
  const lines = [""];
  walk(root, lines, "");
  return lines.map((line) => line.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n").replace(/^\n+|\s+$/g, "");
}

function walk(node, lines, lead) {
  let count = 0;
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) add(lines, child.data.replaceAll("\u200b", "").replaceAll("\u00a0", " "));
    else if (child.nodeName === "IMG") { if (child.alt) add(lines, `[image: ${child.alt}]`); }
    else if (child.nodeName === "BR") { if (child.nextSibling || !block.test(node.nodeName)) open(lines, lead); }
    else if (child.nodeName === "A") link(child, lines, lead);
    else if (block.test(child.nodeName)) {
      const inner = child.nodeName === "BLOCKQUOTE" ? `${lead}> ` : lead;
      if (lines.length > 1 || lines[0] !== "") open(lines, inner);
      else lines[0] = inner;
      if (child.nodeName === "LI") add(lines, node.nodeName === "OL" ? `${++count}. ` : "- ");
      walk(child, lines, inner);
      if (inner !== lead) open(lines, lead);
    } else walk(child, lines, lead);
  }
}

function link(anchor, lines, lead) {
  walk(anchor, lines, lead);
  const url = anchor.getAttribute("href") ?? "";
  if (url && !url.includes(anchor.textContent.trim())) add(lines, ` <${url}>`);
}

function open(lines, lead) {
  if (lines.at(-1).trim() === "" && lines.at(-1) !== lead && lines.length > 1) lines[lines.length - 1] = lead;
  else lines.push(lead);
}

function add(lines, text) {
  lines[lines.length - 1] += text;
}
