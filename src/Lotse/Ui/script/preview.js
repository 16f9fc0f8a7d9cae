// A file is looked at where it hangs: pictures, text and PDF. Without this the link does what it always does: it downloads.
const textMost = 400_000;

addEventListener("click", (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a[data-preview]"), dialog = document.getElementById("preview");
  if (!link || !dialog) return;
  event.preventDefault();
  if (!dialog.ready) prepare(dialog);
  if (!dialog.open) dialog.showModal();
  show(dialog, link);
});

function prepare(dialog) {
  dialog.ready = true;
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.querySelector(".sight").replaceChildren(); dialog.link = null; });
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && !event.altKey) step(dialog, by);
  });
  for (const button of dialog.querySelectorAll("[data-step]")) button.addEventListener("click", () => step(dialog, Number(button.dataset.step)));
}

const beside = (link) => [...(link.closest(".files")?.querySelectorAll("a[data-preview]") ?? [link])];

function step(dialog, by) {
  const all = beside(dialog.link), at = all.indexOf(dialog.link) + by;
  if (all[at]) show(dialog, all[at]);
}

async function show(dialog, link) {
  const sight = dialog.querySelector(".sight"), all = beside(link), told = dialog.querySelector("[role=status]");
  dialog.link = link;
  dialog.querySelector(".name").textContent = link.dataset.name;
  dialog.querySelector("[data-download]").href = link.href;
  dialog.querySelector("[data-download]").download = link.dataset.name;
  for (const button of dialog.querySelectorAll("[data-step]")) button.disabled = !all[all.indexOf(link) + Number(button.dataset.step)];
  told.textContent = dialog.dataset.loadingText;
  const fresh = document.createElement("div");
  fresh.className = `inside ${link.dataset.preview}`;
  sight.replaceChildren(fresh);
  sight.scrollTop = 0;
  try {
    await ({ image, text, pdf })[link.dataset.preview](fresh, link, dialog);
    if (dialog.link === link) told.textContent = "";
  } catch {
    if (dialog.link === link) told.textContent = dialog.dataset.failedText;
  }
}

async function image(into, link) {
  const picture = new Image();
  picture.alt = link.dataset.name;
  picture.src = `${link.href}?show=true`;
  into.append(picture);
  await picture.decode();
}

async function text(into, link, dialog) {
  const bytes = new Uint8Array(await (await fetched(link)).arrayBuffer());
  const page = document.createElement("pre");
  page.tabIndex = 0;
  page.textContent = decoded(bytes.subarray(0, textMost)) + (bytes.length > textMost ? `\n\n… ${dialog.dataset.moreText}` : "");
  into.append(page);
}

/** Windows still writes its own letters; what is no UTF-8 is that. */
function decoded(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

async function pdf(into, link, dialog) {
  const [{ draw }, answer] = await Promise.all([import(new URL(PDF, import.meta.url).href), fetched(link)]); // build.mjs says where.
  const pages = await draw(new Uint8Array(await answer.arrayBuffer()), into);
  if (into.childElementCount < pages) {
    const rest = document.createElement("p");
    rest.textContent = `… ${dialog.dataset.moreText}`;
    into.append(rest);
  }
}

async function fetched(link) {
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}
