// Time to HTML of the site beside that of the API's answer which the page is made of.
//
//   MASTHEAD_BIN=… node speed.mjs [VIEWS]
//
// Both are asked in turn, packed and one at a time, after some views that warm them up; what is
// printed are medians in milliseconds. The site has to be built: tests/browser/run does so.
import { pathsOf } from "./paths.mjs";
import { desktop, startMasthead, startProxy, startSite } from "./support.mjs";

const views = Number(process.argv[2] ?? 100);
const warmUp = 20;

const masthead = await startMasthead();
const proxy = await startProxy(masthead.url, {});
const site = await startSite(masthead.url);
const noted = await startSite(proxy.url, masthead.url);
try {
  const { uk } = await pathsOf(masthead);
  const rows = [];
  for (const kind of ["model", "home", "tag", "day"]) {
    // What a page asks is read off a site that asks through a proxy.
    await read(noted.url + uk[kind]);
    proxy.seen.length = 0;
    await read(noted.url + uk[kind]);
    const [question] = proxy.seen;
    rows.push([kind, ...(await compare(question.href, site.url + uk[kind]))]);
  }
  console.log(`| page | API: first byte | last byte | site: first byte | last byte | ratio of last |`);
  console.log("|---|---|---|---|---|---|");
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
} finally {
  await noted.stop();
  await site.stop();
  await proxy.stop();
  await masthead.stop();
}

async function compare(api, page) {
  const times = { api: [], page: [] };
  for (let view = -warmUp; view < views; view += 1) {
    const [one, other] = [await read(api), await read(page)];
    if (view < 0) continue;
    times.api.push(one);
    times.page.push(other);
  }
  const median = (all, which) => all.map((it) => it[which]).sort((a, b) => a - b)[all.length >> 1];
  const figures = [times.api, times.page].flatMap((all) => [median(all, 0), median(all, 1)]);
  return [...figures.map((it) => it.toFixed(1)), (figures[3] / figures[1]).toFixed(1)];
}

/** Milliseconds to the first and to the last byte. */
async function read(address) {
  const headers = {
    accept: address.includes("/graphql") ? "application/graphql-response+json" : "text/html",
    "accept-encoding": "gzip",
    "user-agent": desktop,
  };
  const began = performance.now();
  const response = await fetch(address, { headers });
  const first = performance.now() - began;
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return [first, performance.now() - began];
}
