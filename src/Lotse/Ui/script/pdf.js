// Draws the pages of a PDF; fetched when somebody looks at one. Nothing in the file is run, and nothing it names is asked for.
import { GlobalWorkerOptions, getDocument } from "pdfjs-dist";

const most = 30;

/** @returns a promise of the number of pages there are. */
export async function draw(bytes, into) {
  GlobalWorkerOptions.workerSrc = new URL(PDF_WORKER, import.meta.url).href; // build.mjs says where.
  const task = getDocument({ data: bytes, isEvalSupported: false, enableXfa: false, useWasm: false, disableFontFace: false, stopAtErrors: false, verbosity: 0 });
  const pdf = await task.promise;
  const width = Math.min(into.clientWidth || 800, 1000), scale = Math.min(devicePixelRatio || 1, 2);
  for (let number = 1; number <= Math.min(pdf.numPages, most) && into.isConnected; number++) {
    const page = await pdf.getPage(number), plain = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale: (width / plain.width) * scale });
    const canvas = document.createElement("canvas");
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", (await words(page)).slice(0, 4000));
    into.append(canvas);
    await page.render({ canvas, viewport }).promise;
  }
  const pages = pdf.numPages;
  await task.destroy();
  return pages;
}

/** What a screen reader is told. */
async function words(page) {
  const { items } = await page.getTextContent();
  return items.map((item) => item.str ?? "").join(" ").replace(/\s+/g, " ").trim();
}
