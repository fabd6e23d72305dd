// An HTML ad that means harm, in a real browser: it gets nothing of the reader and nothing of the
// page, and the page stays where it is.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { startBrowser, startMasthead } from "./support.mjs";

const elsewhere = "https://elsewhere.example";

/** What the ad tries, each thing by itself; it tells the page of it, which is all that it can do. */
const hostile = `
<title>Hostile</title>
<form id="form" method="post" action="${elsewhere}/form"><input name="a" value="b"></form>
<a id="lead" target="_top" href="${elsewhere}/lead">lead</a>
<a id="go" target="_blank" style="display:block;width:200px;height:100px">go</a>
<script>
  document.getElementById("go").href = clickTag;
  const results = {};
  const attempt = async (name, act) => {
    try {
      results[name] = "got " + String(await act());
    } catch (error) {
      results[name] = "refused by " + error.name;
    }
  };
  const opened = () => new Promise((resolve, reject) => {
    const request = indexedDB.open("reader");
    request.onsuccess = () => resolve("a database");
    request.onerror = () => reject(request.error);
  });
  const submitted = (target) => {
    const form = document.getElementById("form");
    form.target = target;
    form.submit();
    return "submitted";
  };
  (async () => {
    await attempt("localStorage", () => localStorage.getItem("reader"));
    await attempt("sessionStorage", () => sessionStorage.setItem("reader", "mine"));
    await attempt("indexedDB", opened);
    await attempt("caches", () => caches.open("reader"));
    await attempt("readCookies", () => document.cookie);
    await attempt("writeCookies", () => { document.cookie = "ad=1"; return document.cookie; });
    await attempt("parentDocument", () => parent.document.title);
    await attempt("parentVariable", () => parent.secret);
    await attempt("topAddress", () => top.location.href);
    await attempt("frameElement", () => frameElement.title);
    await attempt("fetch", () => fetch("${elsewhere}/fetch"));
    await attempt("leadTop", () => { top.location = "${elsewhere}/top"; return "led away"; });
    await attempt("replaceTop", () => { top.location.replace("${elsewhere}/replace"); return "led away"; });
    await attempt("openWindow", () => window.open("${elsewhere}/window"));
    await attempt("formTop", () => submitted("_top"));
    await attempt("formSelf", () => submitted("_self"));
    await attempt("clickTop", () => { document.getElementById("lead").click(); return "clicked"; });
    results.origin = self.origin;
    parent.postMessage(results, "*");
  })();
</script>`;

const stage = {};

before(async () => {
  const port = await freePort();
  stage.masthead = await startMasthead(port, ["--ads-origin", `http://localhost:${port}`]);
  // Tests are run with popups let through; readers' browsers are not.
  stage.browser = await startBrowser({ ignoreDefaultArgs: ["--disable-popup-blocking"] });
  await sell(stage.masthead);
  stage.paper = await startPaper(stage.masthead.url);
});

after(async () => {
  await stage.browser?.close();
  await stage.paper?.stop();
  await stage.masthead?.stop();
});

describe("an HTML ad that means harm", () => {
  for (const where of ["on its own origin", "even on the page's own origin"]) {
    test(`gets nothing and leads nowhere, ${where}`, async () => {
      const frame = await frameUrl(stage.masthead);
      assert.match(frame, /^http:\/\/localhost:\d+\/f\//);
      // In the second case the paper passes the frame on under its own address: the worst it can do.
      const shown = where.startsWith("even") ? new URL(frame).pathname : frame;
      const { page, context, strangers } = await open(stage.browser, stage.paper.url, shown);

      const told = await page.waitForFunction(() => globalThis.told[0]);
      const { origin, data } = await told.jsonValue();

      assert.equal(origin, "null");
      assert.equal(data.origin, "null");
      for (const name of [
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "caches",
        "readCookies",
        "writeCookies",
        "parentDocument",
        "parentVariable",
        "topAddress",
        "leadTop",
        "replaceTop",
        "fetch",
      ]) {
        assert.match(data[name], /^refused by \w+$/, name);
      }
      // These fail without a word; what they would have asked for was never asked for.
      assert.match(data.frameElement, /^refused by TypeError$/);
      assert.equal(data.openWindow, "got null");
      await settled(page);
      assert.deepEqual(strangers, []);
      assert.equal(context.pages().length, 1);
      assert.equal(page.url(), `${stage.paper.url}/?frame=${encodeURIComponent(shown)}`);
      assert.equal(await page.title(), "The paper");
      assert.equal(await page.evaluate(() => localStorage.getItem("reader")), "a secret");
      assert.equal(await page.evaluate(() => document.cookie), "reader=secret");

      // What it may do: open its landing page, in a window of its own, when the reader clicks.
      const landed = context.waitForEvent("request", (it) => it.url() === "https://hostile.example/sale");
      await page.frameLocator("iframe").locator("#go").click();
      await landed;
      await settled(page);
      assert.equal(page.url(), `${stage.paper.url}/?frame=${encodeURIComponent(shown)}`);
      assert.deepEqual(strangers, ["https://hostile.example/sale"]);
      await context.close();
    });
  }
});

/** A port that nobody listens on. */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** The front page of a paper, with a frame in it; `/f/…` is passed on to Masthead. */
async function startPaper(masthead) {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://paper.invalid");
    if (url.pathname.startsWith("/f/")) {
      const answer = await fetch(masthead + url.pathname);
      const kept = ["content-type", "content-security-policy"];
      response.writeHead(answer.status, kept.map((name) => [name, answer.headers.get(name)]).flat());
      return response.end(await answer.text());
    }
    response.writeHead(200, { "content-type": "text/html", "set-cookie": "reader=secret" });
    response.end(`<!doctype html><title>The paper</title><script>
      localStorage.setItem("reader", "a secret");
      var secret = "of the page";
      var told = [];
      addEventListener("message", ({ origin, data }) => told.push({ origin, data }));
      </script><iframe title="of the paper" width="970" height="250"
        src="${url.searchParams.get("frame")}"></iframe>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The paper's page with this frame; what is asked of strangers is noted and refused. */
async function open(browser, paper, frame) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 900 } });
  const strangers = [];
  context.on("request", (request) => {
    if (request.url().startsWith("https:")) strangers.push(request.url());
  });
  await context.route(/^https:/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(`${paper}/?frame=${encodeURIComponent(frame)}`);
  return { page, context, strangers };
}

/** Waits until what was set going has gone: several turns of the page's own loop. */
async function settled(page) {
  await page.waitForLoadState("networkidle");
  await page.evaluate(async () => {
    for (let turn = 0; turn < 30; turn += 1) {
      await new Promise((resolve) => requestAnimationFrame(() => resolve()));
    }
  });
}

/** Sells the top of the front page to somebody who means harm. */
async function sell({ askDesk }) {
  const make = async (document, variables, who = "adManager") => {
    const data = await askDesk(document, variables, who);
    const [payload] = Object.values(data);
    assert.deepEqual(payload.userErrors, []);
    return payload;
  };
  const { advertiser } = await make(
    `mutation { advertiserCreate(input: { name: "Hostile", legalName: "Hostile Ltd", domains: ["hostile.example"] }) {
      advertiser { id } userErrors { message } } }`,
  );
  const { campaign } = await make(
    `mutation ($id: ID!) { campaignCreate(input: { advertiserId: $id, name: "Harm" }) {
      campaign { id } userErrors { message } } }`,
    { id: advertiser.id },
  );
  const { creative } = await make(
    `mutation ($id: ID!, $html: String!) { creativeCreate(input: { advertiserId: $id, name: "Harm", variants: [
      { size: { width: 970, height: 250 }, landingUrl: "https://hostile.example/sale", content: { html: $html } }] }) {
      creative { id } userErrors { message } } }`,
    { id: advertiser.id, html: hostile },
  );
  const { lineItem } = await make(
    `mutation ($input: LineItemInput!) { lineItemCreate(input: $input) { lineItem { id } userErrors { message } } }`,
    {
      input: {
        campaignId: campaign.id,
        name: "The front page",
        tier: "SPONSORSHIP",
        flight: { start: { instant: "2020-01-01T00:00:00Z" }, end: { instant: "2099-01-01T00:00:00Z" } },
        goal: { metric: "SHARE_OF_VOICE", shareOfVoice: 1 },
        price: { amountMicros: "1000000", currency: "UAH" },
        priceModel: "CPD",
        targeting: { pageKinds: ["HOME"] },
        creatives: [{ creativeId: creative.id }],
      },
    },
  );
  const of = { id: lineItem.id };
  await make("mutation ($id: ID!) { lineItemSubmit(id: $id) { lineItem { id } userErrors { message } } }", of);
  await make(
    "mutation ($id: ID!) { creativeApprove(id: $id, expectedVersion: 1) { creative { id } userErrors { message } } }",
    { id: creative.id },
    "adApprover",
  );
  await make(
    "mutation ($id: ID!) { lineItemApprove(id: $id) { lineItem { id } userErrors { message } } }",
    of,
    "adApprover",
  );
}

/** The frame that a reader of the front page gets. */
async function frameUrl({ ask }) {
  const { edition } = await ask(
    `{ edition(locale: "en") { front { adPlan(device: DESKTOP) {
      decisions(viewer: {}) { decisions { advertiserName content { __typename ... on HtmlAd { frameUrl } } } } } } } }`,
  );
  const { decisions } = edition.front.adPlan.decisions;
  const ours = decisions.find((it) => it.advertiserName === "Hostile Ltd");
  assert.ok(ours, JSON.stringify(decisions));
  return ours.content.frameUrl;
}
