import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { stage } from "./stage.mjs";
import { barriers, openPage, readThrough } from "./support.mjs";

const words = { uk: "паром пором", ru: "паром", en: "ferry" };

const searchIn = (locale, word, more = {}) => {
  const home = stage.paths[locale].home;
  return `${home === "/" ? "" : home}/search?${new URLSearchParams({ q: word, ...more })}`;
};

describe("search", () => {
  for (const locale of ["uk", "ru", "en"]) {
    for (const width of [390, 1366]) {
      test(`finds in ${locale} at ${width} px, quiet, still and open to all`, async () => {
        const opened = await openPage(stage.browser, stage.own, { width });
        const { page, complaints, strangers, close } = opened;
        const word = words[locale].split(" ").at(-1);
        const response = await page.goto(stage.site.url + searchIn(locale, word));
        assert.equal(response.status(), 200);
        await readThrough(page);
        await page.waitForLoadState("networkidle");
        assert.ok((await page.locator(".search .cards h2 a").count()) > 2);
        assert.ok((await page.locator(".search .fragment mark").count()) > 0);
        assert.equal(await page.inputValue("main [name=q]"), word);
        assert.match(await page.getAttribute("meta[name=robots]", "content"), /noindex/);
        assert.deepEqual(await barriers(page), []);
        assert.deepEqual([complaints, strangers], [[], []]);
        assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        assert.equal(overflow, false);
        await close();
      });
    }
  }

  test("is asked in the masthead of any page, without JavaScript, and read page by page", async () => {
    const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    await page.goto(stage.site.url + stage.paths.uk.model);
    await page.fill(".masthead [name=q]", "Лазур");
    await page.press(".masthead [name=q]", "Enter");
    assert.equal(new URL(page.url()).searchParams.get("q"), "Лазур");
    const shown = [];
    const read = () => page.locator(".cards h2 a").evaluateAll((all) => all.map((it) => it.pathname));
    shown.push(...(await read()));
    assert.equal(shown.length, 20);
    while (await page.locator("main .pager a[rel=next]").count()) {
      await page.click("main .pager a[rel=next]");
      shown.push(...(await read()));
    }
    assert.ok(shown.length > 20);
    assert.equal(new Set(shown).size, shown.length, "no story twice");
    await page.click("main .pager a[rel=prev]");
    assert.equal(new URL(page.url()).searchParams.get("q"), "Лазур");
    await close();
  });

  test("leads to itself in the other languages", async () => {
    const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    await page.goto(stage.site.url + searchIn("uk", "NATO"));
    const href = await page.getAttribute(".languages a[hreflang=en]", "href");
    assert.equal(href, searchIn("en", "NATO"));
    await close();
  });

  test("says what to do at first, when it finds nothing, and when it is asked too much", async () => {
    const said = async (word) => {
      const response = await fetch(stage.site.url + searchIn("en", word));
      assert.equal(response.status, 200, word);
      return /class="search-said" role="status">(.*?)<\/p>/s.exec(await response.text())[1];
    };
    assert.match(await said(""), /^Type words/);
    assert.match(await said("xyzzyplugh"), /^Nothing was found for “xyzzyplugh”/);
    assert.match(await said("<script>alert(1)</script>"), /“&lt;script&gt;/);
    assert.match(await said("a b c d e f g h i j k l m n o p q r"), /^That is too long/);
  });
});
