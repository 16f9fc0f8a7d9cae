// Makes everything a page links: one style sheet, its scripts (all but app.js are fetched when they are needed), the icons, two fonts. Each lands in dist/ in the one form the desk
// carries (brotli, fonts as they are) next to a manifest of names, hashes and types. Run by `dotnet build` when an input changed.
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const from = (...path) => join(here, ...path);
const manifest = {};
const script = "text/javascript; charset=utf-8";

/** Turbo's progress bar puts a style element into the page, which our policy refuses and browsers complain of. Ours is in base.css. */
const withoutInlineStyle = {
  name: "without-inline-style",
  setup: (bundle) => bundle.onLoad({ filter: /turbo\.es2017-esm\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const call = "this.installStylesheetElement();";
    if (!source.includes(call)) throw new Error("Turbo no longer installs its style as it did: look again.");
    return { contents: source.replace(call, ""), loader: "js" };
  }),
};

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const fonts = await makeFonts();
await keep("icons.svg", "image/svg+xml", await makeSprite());
await keep("app.css", "text/css; charset=utf-8", await makeStyles("app.css", fonts));
await keep("knowledge.css", "text/css; charset=utf-8", await makeStyles("knowledge.css", {}));
await keep("help.css", "text/css; charset=utf-8", await makeStyles("help/help.css", {}));
await keep("mail.css", "text/css; charset=utf-8", await makeStyles("mail.css", {}));
// What is fetched later is named by the script that fetches it, so that a page that never does does not even name it.
const worker = await keep("pdf-worker.js", script, await makeScript(from("node_modules/pdfjs-dist/build/pdf.worker.mjs")));
const pdf = await keep("pdf.js", script, await makeScript(from("script/pdf.js"), { PDF_WORKER: worker }));
await keep("help.js", script, await makeScript(from("script/help/help.js")));
await keep("editor.js", script, await makeScript(from("script/writing/editor.js")));
await keep("app.js", script, await makeScript(from("script/app.js"), { PDF: pdf }));
await writeFile(join(dist, "manifest.json"), JSON.stringify(manifest, null, 1));

/** The letters German and English need come in one small file; the other Latin letters in a second one, fetched only by pages that show them. */
async function makeFonts() {
  const letters = (...ranges) => ranges.flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => String.fromCodePoint(a + i))).join("");
  const signs = "ŒœŠšŽžŸ–—‘’‚“”„†•…‰‹›€™←↑→↓−≈≤≥✓";
  const parts = {
    "inter-latin": letters([0x20, 0x7e], [0xa0, 0xff]) + signs,
    "inter-latin-ext": letters([0x100, 0x2ff], [0x1e00, 0x1eff]),
  };
  const urls = {};
  for (const [name, text] of Object.entries(parts)) {
    const whole = await readFile(from(`node_modules/@fontsource-variable/inter/files/${name}-wght-normal.woff2`));
    const part = await subsetFont(whole, text, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700, default: 400 } } });
    urls[name] = await keep(`${name}.woff2`, "font/woff2", part);
  }
  return urls;
}

/** Only the icons named in icons.json, as symbols of one file. */
async function makeSprite() {
  const names = JSON.parse(await readFile(from("icons.json"), "utf8"));
  const symbols = await Promise.all(names.map(async (name) => {
    const svg = await readFile(from(`node_modules/lucide-static/icons/${name}.svg`), "utf8");
    const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")).replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  }));
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function makeStyles(name, fontUrls) {
  const result = await build({ entryPoints: [from("styles", name)], bundle: true, minify: true, write: false, target: ["chrome123", "firefox128", "safari18"], external: ["font:*"] });
  let css = result.outputFiles[0].text;
  for (const [font, url] of Object.entries(fontUrls)) css = css.replace(new RegExp(`font:${font}(?![a-z-])`, "g"), url);
  return Buffer.from(css);
}

async function makeScript(path, names = {}) {
  const define = Object.fromEntries(Object.entries(names).map(([name, text]) => [name, JSON.stringify(text)]));
  const result = await build({ entryPoints: [path], define, bundle: true, minify: true, write: false, format: "esm", target: "es2022", legalComments: "none", plugins: [withoutInlineStyle] });
  return Buffer.from(result.outputFiles[0].contents);
}

/** Writes one asset and its line in the manifest; gives its address as seen from another asset. */
async function keep(name, type, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const packed = !name.endsWith(".woff2");
  const body = packed ? brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }) : bytes;
  await writeFile(join(dist, name), body);
  manifest[name] = { hash, type, packed, length: bytes.length, sent: body.length };
  return `../${hash}/${name}`;
}
