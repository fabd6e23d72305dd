// A Masthead with the demo's newsroom, a site in front of it, and a browser before both.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const root = fileURLToPath(new URL("../../", import.meta.url));
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const phone =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

/** A browser with a window. One that says it has none is a robot, and what it sees does not count. */
export const desktop =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";

/** Starts a program and waits for the line in which it says that it is ready. */
async function started(command, args, options, isReady) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"], ...options });
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise((resolve, reject) => {
    lines.on("line", (line) => isReady(line) && resolve(line));
    child.once("exit", (code) => reject(new Error(`${command} ended with ${code}`)));
    child.once("error", reject);
  });
  const line = await ready;
  const stop = async () => {
    if (child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  };
  return { line, stop };
}

/** The demo on a free port, in a folder of its own; with `more` on its command line. */
export async function startMasthead(port = 0, more = []) {
  const folder = await mkdtemp(join(tmpdir(), "masthead-browser-"));
  const args = ["demo", "--port", String(port), "--data", folder, "--json", ...more];
  const { line, stop } = await started(process.env.MASTHEAD_BIN, args, {}, (it) => it.startsWith("{"));
  const ready = JSON.parse(line);
  const ask = async (endpoint, query, variables, token) => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  };
  return {
    url: ready.url,
    ask: (query, variables) => ask(ready.graphql, query, variables),
    askDesk: (query, variables, who = "admin") => ask(ready.desk, query, variables, ready.tokens[who]),
    stop: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The built site of examples/site, before the Masthead at an address. */
export async function startSite(masthead, publicUrl = masthead) {
  const env = { ...process.env, MASTHEAD_URL: masthead, MASTHEAD_PUBLIC_URL: publicUrl, PORT: "0" };
  const program = join(root, "examples/site/dist/server/main.js");
  const { line, stop } = await started(process.execPath, [program], { env }, (it) => it.includes("http"));
  return { url: /http:\/\/[^\s,]+/.exec(line)[0], stop };
}

/** Passes requests on to Masthead, notes them, and adds headers to the answers. */
export async function startProxy(target, headers) {
  const seen = [];
  const server = createServer(async (request, response) => {
    seen.push(new URL(request.url, target));
    const answer = await fetch(new URL(request.url, target), {
      headers: { accept: request.headers.accept ?? "*/*" },
    });
    const kept = ["content-type", "x-request-id"].map((name) => [name, answer.headers.get(name)]);
    const given = { ...Object.fromEntries(kept.filter(([, value]) => value)), ...headers };
    response.writeHead(answer.status, given);
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

export function startBrowser(options = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
    ],
    ...options,
  });
}

/**
 * A page that notes what it must not do: complain, ask strangers, move. The browser blocks what
 * is asked of strangers, so that the tests need no network.
 */
export async function openPage(browser, own, { width = 1366, ...options } = {}) {
  const isNarrow = width < 600;
  const context = await browser.newContext({
    viewport: { width, height: isNarrow ? 844 : 900 },
    userAgent: desktop,
    ...(isNarrow && { isMobile: true, hasTouch: true, userAgent: phone }),
    ...options,
  });
  const page = await context.newPage();
  // Pictures are drawn when they are first asked for, which takes its time on a busy machine.
  page.setDefaultTimeout(90_000);
  const complaints = [];
  const strangers = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (own.some((it) => url.startsWith(`${it}/`))) return route.continue();
    strangers.push(url);
    return route.abort();
  });
  await page.addInitScript(() => {
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        // Each says what moved, and from where to where.
        const moved = entry.sources.map(({ node, previousRect: from, currentRect: to }) =>
          `${node?.nodeName}.${node?.className} ${from.y}+${from.height} to ${to.y}+${to.height}`,
        );
        globalThis.shifts.push([entry.value, ...moved].join("; "));
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return { page, complaints, strangers, close: () => context.close() };
}

/** Reads the page to its end, as readers do, so that what comes late has come. */
export async function readThrough(page) {
  await page.evaluate(async () => {
    const pause = () => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    for (let top = 0; top < document.body.scrollHeight; top += innerHeight / 2) {
      scrollTo({ top, behavior: "instant" });
      await pause();
    }
    scrollTo({ top: 0, behavior: "instant" });
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await pause();
  });
}

/** What axe finds that keeps somebody from using the page. */
export async function barriers(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations
    .filter((it) => ["serious", "critical"].includes(it.impact))
    .map((it) => `${it.id}: ${it.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
}
