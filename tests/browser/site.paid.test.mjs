import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { stage } from "./stage.mjs";
import { barriers, openPage } from "./support.mjs";

/** A story of the demo that somebody has paid for since. */
const paid = {};

describe("a paid story", () => {
  before(async () => {
    const { ask, askDesk } = stage.masthead;
    paid.path = stage.paths.uk.stories.find((it) => it.path !== stage.paths.uk.model).path;
    const { edition } = await ask(
      `query ($path: String!) {
        edition(locale: "uk") { resolve(path: $path) { ... on Article { articleId } } }
      }`,
      { path: paid.path },
    );
    const id = edition.resolve.articleId;
    const { ads, desk } = await askDesk(
      `query ($id: ID!) {
        ads { advertisers(first: 1) { edges { node { id legalName domains } } } }
        desk { article(id: $id) { version } }
      }`,
      { id },
    );
    paid.buyer = ads.advertisers.edges[0].node;
    const { articleUpdate } = await askDesk(
      `mutation ($id: ID!, $version: Int!, $input: ArticleUpdateInput!) {
        articleUpdate(id: $id, expectedVersion: $version, input: $input) { userErrors { message } }
      }`,
      { id, version: desk.article.version, input: { sponsorId: paid.buyer.id } },
    );
    assert.deepEqual(articleUpdate.userErrors, []);
  });

  test("says who paid, before its headline, and its link to them is marked for search engines", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    await page.goto(stage.site.url + paid.path);
    const sponsor = page.locator(".story-header .sponsor");
    assert.equal(await sponsor.locator(".sponsor-label").textContent(), "На правах реклами");
    assert.ok((await sponsor.textContent()).includes(paid.buyer.legalName));
    assert.match(await sponsor.locator("a").getAttribute("rel"), /sponsored/);
    const [mark, headline] = await Promise.all([sponsor.boundingBox(), page.locator("h1").boundingBox()]);
    assert.ok(mark.y < headline.y);
    assert.deepEqual(await barriers(page), []);
    await close();
  });

  test("is marked wherever its headline stands", async () => {
    const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    for (const kind of ["home", "news"]) {
      await page.goto(stage.site.url + stage.paths.uk[kind]);
      const headlines = page.locator(`a.headline[href="${paid.path}"]`);
      assert.ok((await headlines.count()) > 0, kind);
      for (const text of await headlines.allTextContents()) assert.match(text, /реклама/, kind);
    }
    await close();
  });
});
