// What may stand in a reply. Pasted HTML is parsed in a template, where nothing runs and nothing loads, and only known elements are built anew;
// nothing is copied over, so there is nothing to forget to take away. The desk cleans again when it takes the reply.
const keep = { B: "B", STRONG: "B", I: "I", EM: "I", U: "U", S: "S", DEL: "S", CODE: "CODE", PRE: "PRE", UL: "UL", OL: "OL", LI: "LI", BLOCKQUOTE: "BLOCKQUOTE", BR: "BR" };
const blocks = /^(P|DIV|SECTION|ARTICLE|HEADER|FOOTER|TABLE|TBODY|THEAD|TR|H[1-6]|FIGURE|DL|DT|DD|ADDRESS|CENTER)$/;
const nothing = /^(SCRIPT|STYLE|TITLE|META|LINK|HEAD|OBJECT|EMBED|IFRAME|SVG|MATH|TEMPLATE|NOSCRIPT|IMG|VIDEO|AUDIO|CANVAS|INPUT|BUTTON|SELECT|TEXTAREA|XML)$/;
const deepest = 60;

/** Where pictures lie: those of an answer, and those of a text block, new ones with all their bytes. */
const drafts = /^\/draft-files\/\d+$/;
export const inBlocks = /^(\/text-blocks\/\d+\/files\/\d+|data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+)$/;
let shown = drafts;

export function clean(html, pictures) {
  shown = pictures ?? drafts;
  const inert = document.createElement("template");
  inert.innerHTML = html;
  const out = document.createDocumentFragment();
  take(inert.content, out, 0);
  return out;
}

function take(from, into, depth) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(into.nodeName === "PRE" ? node.data : node.data.replace(/[\t\r\n ]+/g, " "));
    else if (node.nodeType === Node.ELEMENT_NODE) takeElement(node, into, depth);
  }
}

function takeElement(node, into, depth) {
  const name = node.nodeName.toUpperCase();
  if (name === "IMG") return takePicture(node, into);
  // Word writes its bullets as text in a span that says so.
  if (nothing.test(name) || name.includes(":") || /mso-list:\s*ignore/i.test(node.getAttribute("style") ?? "")) return;
  if (depth > deepest) return void into.append(node.textContent);
  if (/\bMsoListParagraph/.test(node.className ?? "")) return takeWordBullet(node, into, depth);
  const made = make(node, name);
  if (made) into.append(made);
  take(node, made ?? into, depth + 1);
  if (name === "TD" || name === "TH") into.append(" ");
}

// Only pictures that are here already: everything else would be fetched from somewhere.
function takePicture(node, into) {
  const source = node.getAttribute("src") ?? "";
  if (!shown.test(source)) return;
  const picture = document.createElement("img");
  picture.setAttribute("src", source);
  picture.alt = node.getAttribute("alt") ?? "";
  if (/^\d+$/.test(node.dataset.size ?? "")) picture.dataset.size = node.dataset.size;
  into.append(picture);
}

function make(node, name) {
  if (keep[name]) return document.createElement(keep[name]);
  if (name === "A" && /^(https?:|mailto:|tel:)/i.test(node.getAttribute("href") ?? "")) {
    const link = document.createElement("a");
    link.setAttribute("href", node.getAttribute("href"));
    return link;
  }
  // A heading in a mail is a bold line; anything else that stands alone is a line.
  if (/^H[1-6]$/.test(name)) return heading(node);
  if (name === "SPAN" && /font-weight:\s*(bold|[6-9]00)/i.test(node.getAttribute("style") ?? "")) return document.createElement("b");
  if (name === "SPAN" && /font-style:\s*italic/i.test(node.getAttribute("style") ?? "")) return document.createElement("i");
  return blocks.test(name) ? document.createElement("div") : null;
}

function heading(node) {
  const line = document.createElement("div"), bold = document.createElement("b");
  bold.append(node.textContent.trim());
  node.textContent = "";
  line.append(bold);
  return line;
}

function takeWordBullet(node, into, depth) {
  let list = into.lastElementChild;
  if (list?.nodeName !== "UL") into.append(list = document.createElement("ul"));
  const item = document.createElement("li");
  list.append(item);
  take(node, item, depth + 1);
}
