import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { stage } from "./stage.mjs";
import { barriers, openPage, readThrough } from "./support.mjs";

/** What pages tell and ask about ads, as it goes over the wire. */
function overheard(page) {
  const heard = { asked: [], impressions: [], viewable: [] };
  page.on("request", (request) => {
    const url = new URL(request.url());
    const body = url.pathname === "/graphql" && request.method() === "POST" && request.postDataJSON();
    if (body?.variables?.input?.slotKeys) heard.asked.push(body.variables.input);
    if (url.pathname.startsWith("/ads/i/")) heard.impressions.push(url);
    if (url.pathname.startsWith("/ads/v/")) heard.viewable.push(request.method());
  });
  return heard;
}

/** Reads a page until every slot knows what stands in it, and says how. */
async function settle(page) {
  await readThrough(page);
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[data-slot]")].every(
      (slot) => slot.matches(".is-filled, .is-empty") || slot.getClientRects().length === 0,
    ),
  );
  await page.waitForLoadState("networkidle");
}

const day = (after) => new Date(Date.now() + after * 86_400_000).toISOString().slice(0, 10);

/** What was counted so far. */
async function counted() {
  const { ads } = await stage.masthead.askDesk(
    `query ($input: AdReportInput!) {
      ads { report(input: $input) { totals { impressions viewableImpressions clicks } } }
    }`,
    { input: { from: day(-1), to: day(1), dimensions: ["LINE_ITEM"] } },
  );
  const { impressions, viewableImpressions, clicks } = ads.report.totals;
  return [impressions, viewableImpressions, clicks].map(Number);
}

/** Waits until so many were counted: what browsers tell is on its way for a moment. */
async function countedAtLast(which, wanted) {
  let count;
  for (let attempt = 0; attempt < 40; attempt += 1) {
    count = (await counted())[which];
    if (count >= wanted) break;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  assert.equal(count, wanted);
}

const choice = "input[name=ads][value=FULL]";

describe("ads", () => {
  for (const width of [390, 1366]) {
    test(`come into the space that is kept for them and move nothing, at ${width} px`, async () => {
      const opened = await openPage(stage.browser, stage.own, { width });
      const { page, complaints, strangers, close } = opened;
      const heard = overheard(page);
      for (const kind of ["model", "home", "tag", "day"]) {
        await page.goto(stage.site.url + stage.paths.uk[kind]);
        const spaces = () =>
          page.locator(".slot:not(.is-folded)").evaluateAll((all) =>
            all.map((it) => [it.id, it.clientWidth, it.clientHeight]),
          );
        const before = new Map((await spaces()).map(([id, ...size]) => [id, size]));
        await settle(page);
        for (const [id, ...size] of await spaces()) {
          assert.equal(size[0], before.get(id)[0], id);
          assert.ok(size[1] <= before.get(id)[1], `${id} is no higher than the space that was kept`);
        }
        assert.ok((await page.locator(".slot.is-filled").count()) > 0, kind);
        assert.deepEqual(await page.evaluate(() => globalThis.shifts), [], kind);
        assert.deepEqual(await barriers(page), [], kind);
      }
      assert.deepEqual(complaints, []);
      assert.deepEqual(strangers, []);
      assert.ok(heard.impressions.length > 0);
      await close();
    });
  }

  test("say whose they are, lead on by their own address, and are told of once", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const heard = overheard(page);
    const before = await counted();
    await page.goto(stage.site.url + stage.paths.uk.model);
    await settle(page);
    await readThrough(page);
    const filled = page.locator(".slot.is-filled");
    const labels = await filled.locator(".slot-label").allTextContents();
    assert.ok(labels.length > 0);
    for (const label of labels) assert.match(label, /^Реклама: .{4}/);
    for (const link of await page.locator(".slot-space > a").all()) {
      assert.ok((await link.getAttribute("href")).startsWith(`${stage.masthead.url}/ads/c/`));
      assert.match(await link.getAttribute("rel"), /sponsored/);
    }
    assert.equal(heard.impressions.length, labels.length);
    for (const url of heard.impressions) assert.ok(Number(url.searchParams.get("w")) > 100);
    await countedAtLast(0, before[0] + labels.length);
    await close();
  });

  test("are asked for as they come near, together, and know of each other", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const heard = overheard(page);
    await page.goto(stage.site.url + stage.paths.uk.model);
    await page.locator("#slot-top-1.is-filled, #slot-top-1.is-empty").waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    const far = "end-of-article-1";
    const early = heard.asked.flatMap((it) => it.slotKeys);
    assert.ok(early.includes("top-1") && early.includes("in-article-1"));
    assert.ok(!early.includes(far), "the end of the text is far yet");
    assert.equal(heard.asked.length, 1, "what is near at first is one question");
    assert.deepEqual(heard.asked[0].shownDecisionIds, []);
    await settle(page);
    const last = heard.asked.find((it) => it.slotKeys.includes(far));
    assert.ok(last.shownDecisionIds.length > 0);
    const all = heard.asked.flatMap((it) => it.slotKeys);
    assert.equal(new Set(all).size, all.length, "no slot is asked for twice");
    await close();
  });

  test("count as viewable after their time in view, before the reader's eyes, and not sooner", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const heard = overheard(page);
    await page.addInitScript(() => {
      globalThis.isBefore = false;
      document.hasFocus = () => globalThis.isBefore;
    });
    const [, before] = await counted();
    await page.goto(stage.site.url + stage.paths.uk.model);
    await page.locator("#slot-top-1.is-filled").waitFor();
    await page.waitForTimeout(1600);
    assert.equal(heard.viewable.length, 0, "in a window that the reader is not in");

    const gave = Date.now();
    await page.evaluate(() => (globalThis.isBefore = true));
    await page.waitForTimeout(600);
    await page.evaluate(() => (globalThis.isBefore = false));
    await page.waitForTimeout(600);
    assert.equal(heard.viewable.length, 0, "a break begins the time anew");

    const told = page.waitForRequest((it) => it.url().includes("/ads/v/"));
    const since = Date.now();
    await page.evaluate(() => (globalThis.isBefore = true));
    await told;
    assert.ok(Date.now() - since >= 950, `told after ${Date.now() - since} ms`);
    assert.ok(Date.now() - gave < 10_000);
    await countedAtLast(1, before + 1);

    await page.waitForTimeout(1500);
    assert.deepEqual(heard.viewable, ["POST"], "once");
    await close();
  });

  test("do not count as viewable when they are passed in less", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const heard = overheard(page);
    await page.goto(stage.site.url + stage.paths.uk.model);
    await page.locator("#slot-top-1.is-filled").waitFor();
    await page.evaluate(() => scrollTo({ top: 700, behavior: "instant" }));
    await page.waitForTimeout(1500);
    const inView = await page.locator(".slot.is-filled").evaluateAll((all) =>
      all.filter((it) => it.getBoundingClientRect().bottom > 0 && it.getBoundingClientRect().top < innerHeight).length,
    );
    assert.ok(heard.viewable.length <= inView, "only what is in the window now");
    await close();
  });

  test("lead a click to the buyer's page, by way of the counter", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const [, , before] = await counted();
    await page.goto(stage.site.url + stage.paths.uk.model);
    const ad = page.locator(".slot-space > a").first();
    await ad.waitFor();
    await page.waitForLoadState("networkidle");
    const response = await page.request.get(await ad.getAttribute("href"), { maxRedirects: 0 });
    assert.equal(response.status(), 302);
    assert.match(response.headers().location, /^https:\/\/[a-z.-]+\.example\//);
    await countedAtLast(2, before + 1);
    await close();
  });

  test("keep nothing in the browser until the reader agrees, and forget on a word", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const heard = overheard(page);
    await page.goto(stage.site.url + stage.paths.uk.model);
    await settle(page);
    assert.ok(heard.asked.every((it) => it.viewer.visitorKey === null));
    assert.ok(heard.asked.every((it) => it.viewer.consent === "UNKNOWN"));
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.equal(await page.evaluate(() => document.cookie), "");

    await page.locator(".choices summary").click();
    await page.locator(choice).check();
    assert.match(await page.locator(".choices output").textContent(), /Збережено/);
    heard.asked.length = 0;
    await page.reload();
    await settle(page);
    const keys = new Set(heard.asked.map((it) => it.viewer.visitorKey));
    assert.equal(keys.size, 1);
    assert.match([...keys][0], /^[0-9a-f-]{36}$/);
    assert.ok(heard.asked.every((it) => it.viewer.consent === "FULL"));

    await page.locator(".choices summary").click();
    assert.equal(await page.locator(choice).isChecked(), true);
    await page.locator("input[name=ads][value=DENIED]").check();
    assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), { "ads-consent": "DENIED" });
    heard.asked.length = 0;
    await page.reload();
    await settle(page);
    assert.ok(heard.asked.every((it) => it.viewer.visitorKey === null && it.viewer.consent === "DENIED"));
    await close();
  });

  test("of a page that is rendered ahead wait until the reader opens it", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    const heard = overheard(page);
    await page.addInitScript(() => {
      globalThis.isAhead = true;
      Object.defineProperty(document, "prerendering", { get: () => globalThis.isAhead });
    });
    await page.goto(stage.site.url + stage.paths.uk.model);
    await page.waitForLoadState("networkidle");
    assert.deepEqual(heard.asked, []);
    await page.evaluate(() => {
      globalThis.isAhead = false;
      document.dispatchEvent(new Event("prerenderingchange"));
    });
    await page.locator("#slot-top-1.is-filled").waitFor();
    assert.equal(heard.asked.length, 1);
    await close();
  });

  test("of a page that has lain about too long are asked for by a fresh one", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    let isFirst = true;
    await page.route(`${stage.masthead.url}/graphql`, async (route) => {
      if (route.request().method() !== "POST" || !isFirst) return route.continue();
      isFirst = false;
      const headers = { "access-control-allow-origin": "*", "content-type": "application/json" };
      await route.fulfill({ headers, body: '{"data":{"adDecisions":null}}' });
    });
    const again = page.waitForRequest(
      (it) => it.url() === stage.site.url + stage.paths.uk.model && it.resourceType() === "fetch",
    );
    await page.goto(stage.site.url + stage.paths.uk.model);
    await again;
    await page.locator("#slot-top-1.is-filled").waitFor();
    await close();
  });

  test("that are documents stand in a frame that can do nothing to the page", async () => {
    const { page, complaints, close } = await openPage(stage.browser, stage.own);
    await page.route(`${stage.masthead.url}/graphql`, async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const answer = await route.fetch();
      const json = await answer.json();
      const [decision] = json.data.adDecisions.decisions;
      const frameUrl = `${stage.masthead.url}/ads/test-frame`;
      decision.content = { __typename: "HtmlAd", frameUrl };
      decision.size = { width: 300, height: 250 };
      await route.fulfill({ response: answer, json });
    });
    await page.route("**/ads/test-frame", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: "<p>ad</p><script>try { top.document.title = 'taken' } catch { document.title = 'kept out' }</script>",
      }),
    );
    await page.goto(stage.site.url + stage.paths.uk.model);
    const frame = page.locator(".slot-space > iframe").first();
    await frame.waitFor();
    const sandbox = await frame.getAttribute("sandbox");
    assert.doesNotMatch(sandbox, /same-origin|top-navigation|forms/);
    assert.match(await frame.getAttribute("title"), /^Реклама: /);
    const inside = await (await frame.elementHandle()).contentFrame();
    await inside.waitForFunction(() => document.title === "kept out");
    assert.notEqual(await page.title(), "taken");
    assert.deepEqual(complaints, []);
    await close();
  });

  test("that do not come leave no hole below the window, and the house's word at the top", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    await page.route(`${stage.masthead.url}/graphql`, (route) =>
      route.request().method() === "POST"
        ? route.fulfill({
            headers: { "access-control-allow-origin": "*", "content-type": "application/json" },
            body: '{"data":{"adDecisions":{"decisions":[]}}}',
          })
        : route.continue(),
    );
    await page.goto(stage.site.url + stage.paths.uk.model);
    await settle(page);
    assert.ok(await page.locator("#slot-top-1 .slot-fallback .button").isVisible());
    assert.ok((await page.locator(".slot.is-folded").count()) > 0);
    assert.equal(await page.locator(".slot-label:visible").count(), 0);
    assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
    await close();
  });

  test("are not missed without JavaScript: the house speaks for itself, and nothing is asked", async () => {
    const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    const heard = overheard(page);
    await page.goto(stage.site.url + stage.paths.uk.model);
    assert.ok(await page.locator("#slot-top-1 .slot-fallback").isVisible());
    assert.equal(await page.locator(".slot:visible").count(), 1);
    assert.equal(await page.locator(".slot-label:visible").count(), 0);
    assert.deepEqual([heard.asked.length, heard.impressions.length], [0, 0]);
    await close();
  });
});
