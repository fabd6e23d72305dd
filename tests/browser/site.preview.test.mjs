import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { stage } from "./stage.mjs";
import { barriers, openPage, readThrough } from "./support.mjs";

/** A draft that nobody published, and the link to it. */
const draft = { headline: "Zebrafinch over the harbour" };

describe("a preview", () => {
  before(async () => {
    const { askDesk } = stage.masthead;
    const { desk } = await askDesk("{ desk { sections { id } } }");
    const { articleCreate } = await askDesk(
      `mutation ($input: ArticleCreateInput!) {
        articleCreate(input: $input) { translation { id } userErrors { message } }
      }`,
      { input: { kind: "NEWS", locale: "en", sectionId: desk.sections[0].id, headline: draft.headline } },
    );
    assert.deepEqual(articleCreate.userErrors, []);
    const { previewLinkCreate } = await askDesk(
      `mutation ($id: ID!) {
        previewLinkCreate(translationId: $id) { url token expiresAt userErrors { message } }
      }`,
      { id: articleCreate.translation.id },
    );
    assert.deepEqual(previewLinkCreate.userErrors, []);
    Object.assign(draft, previewLinkCreate, { path: previewLinkCreate.url.replace(/^https:\/\/[^/]+/, "") });
  });

  test("shows the text to whoever has its link, and says what it is and until when", async () => {
    for (const width of [390, 1366]) {
      const opened = await openPage(stage.browser, stage.own, { width });
      const { page, complaints, strangers, close } = opened;
      const told = [];
      page.on("request", (request) => told.push(new URL(request.url()).pathname));
      const response = await page.goto(stage.site.url + draft.path);
      assert.equal(response.status(), 200);
      assert.equal(await page.textContent("h1"), draft.headline);
      const until = await page.getAttribute(".preview-banner time", "datetime");
      assert.equal(Math.floor(Date.parse(until) / 1000), Math.floor(Date.parse(draft.expiresAt) / 1000));
      assert.match(await page.textContent(".preview-banner"), /has not been published/);
      assert.match(await page.getAttribute("meta[name=robots]", "content"), /noindex/);
      await readThrough(page);
      await page.waitForLoadState("networkidle");
      assert.equal(await page.locator(".slot").count(), 0);
      assert.equal(await page.getAttribute("body", "data-ads"), null);
      assert.ok(told.every((path) => !/graphql|^\/ads\//.test(path)), told.join(" "));
      assert.equal(await page.locator("script[type='application/ld+json']").count(), 0);
      assert.deepEqual(await barriers(page), []);
      assert.deepEqual([complaints, strangers], [[], []]);
      await close();
    }
  });

  test("is kept by nobody, and its address is told to nobody", async () => {
    const { headers } = await fetch(stage.site.url + draft.path);
    assert.equal(headers.get("cache-control"), "private, no-store");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.match(headers.get("x-robots-tag"), /noindex/);
    assert.equal(headers.get("surrogate-key"), null);
  });

  test("with a token that does not hold is a page that says so, and no byte of the text", async () => {
    for (const token of ["", "nonsense", `${draft.token.slice(0, -4)}AAAA`]) {
      const address = `${stage.site.url}/en/preview?${new URLSearchParams({ token })}`;
      const response = await fetch(address);
      assert.equal(response.status, 404);
      assert.equal(response.headers.get("cache-control"), "private, no-store");
      const html = await response.text();
      assert.match(html, /This link no longer works/);
      assert.doesNotMatch(html, /Zebrafinch/);
    }
  });

  test("of a text that is not out is nowhere else", async () => {
    for (const path of ["/en", stage.paths.en.news, "/en/search?q=zebrafinch"]) {
      const html = await (await fetch(stage.site.url + path)).text();
      assert.equal(html.includes(draft.headline), false, path);
    }
  });
});
