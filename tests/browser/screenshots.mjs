// Pictures of the site's pages, to be looked at: no test says whether a page is good to read.
//
//   MASTHEAD_BIN=… CHROMIUM=… node screenshots.mjs FOLDER [KIND …] [-- WIDTH …] [-- dark]
//
// Every page is told apart by kind, language and width, and cut into pieces that a screen can
// hold. Kinds are those of paths.mjs, and a search; all of them, at 390 and 1366 px, unless said.
// The site has to be built: tests/browser/run does so.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { pathsOf } from "./paths.mjs";
import { openPage, readThrough, startBrowser, startMasthead, startSite } from "./support.mjs";

/** Pixels of a piece. */
const pieceHeight = 1600;

const [folder, ...words] = process.argv.slice(2);
if (!folder) throw new Error("node screenshots.mjs FOLDER [KIND …] [-- WIDTH …] [-- dark]");
const said = words.filter((it) => it !== "--");
const widths = said.filter((it) => /^\d+$/.test(it)).map(Number);
const colorScheme = said.includes("dark") ? "dark" : "light";
const chosen = said.filter((it) => !/^\d+$|^dark$/.test(it));

const masthead = await startMasthead();
const site = await startSite(masthead.url);
const browser = await startBrowser();
try {
  await mkdir(folder, { recursive: true });
  const paths = await pathsOf(masthead);
  for (const locale of Object.keys(paths)) {
    const { home, stories, ...pages } = paths[locale];
    const word = { uk: "пором", ru: "паром", en: "ferry" }[locale];
    const search = `${home === "/" ? "" : home}/search?q=${encodeURIComponent(word)}`;
    for (const [kind, path] of Object.entries({ home, ...pages, search })) {
      if (chosen.length > 0 && !chosen.includes(kind)) continue;
      for (const width of widths.length > 0 ? widths : [390, 1366]) {
        await take(path, `${kind}-${locale}-${width}`, width);
      }
    }
  }
} finally {
  await browser.close();
  await site.stop();
  await masthead.stop();
}

async function take(path, name, width) {
  const own = [site.url, masthead.url];
  const { page, complaints, close } = await openPage(browser, own, { width, colorScheme });
  await page.goto(site.url + path);
  await readThrough(page);
  await page.waitForLoadState("networkidle");
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0, piece = 1; top < height; top += pieceHeight, piece += 1) {
    const clip = { x: 0, y: top, width, height: Math.min(pieceHeight, height - top) };
    await page.screenshot({ path: join(folder, `${name}-${piece}.png`), fullPage: true, clip });
  }
  console.log([name, ...complaints].join("\n  "));
  await close();
}
