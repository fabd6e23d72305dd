import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { kinds } from "./paths.mjs";
import { stage } from "./stage.mjs";
import { barriers, openPage, readThrough } from "./support.mjs";

describe("every page", () => {
  for (const locale of ["uk", "ru", "en"]) {
    for (const kind of kinds) {
      for (const width of [390, 1366]) {
        test(`${kind} in ${locale} at ${width} px is quiet, still and open to all`, async () => {
          const { page, complaints, strangers, close } = await openPage(stage.browser, stage.own, { width });
          const response = await page.goto(stage.site.url + stage.paths[locale][kind]);
          assert.equal(response.status(), 200);
          assert.equal(await page.getAttribute("html", "lang"), locale);
          await readThrough(page);
          // The languages differ in words alone.
          if (locale === "uk") assert.deepEqual(await barriers(page), []);
          assert.deepEqual(complaints, []);
          assert.deepEqual(strangers, []);
          assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          assert.equal(overflow, 0, "the page is not wider than the screen");
          await close();
        });
      }
    }
  }

  test("the story holds from 360 to 1600 px, in the dark too", async () => {
    for (const [width, colorScheme] of [
      [360, "dark"],
      [768, "light"],
      [1024, "dark"],
      [1600, "light"],
    ]) {
      const { page, close } = await openPage(stage.browser, stage.own, { width, colorScheme });
      await page.goto(stage.site.url + stage.paths.uk.model);
      await readThrough(page);
      assert.deepEqual(await barriers(page), [], `${width} px, ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, `${width} px`);
      assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
      await close();
    }
  });

  test("every kind of story is drawn without complaint", async () => {
    const { page, complaints, strangers, close } = await openPage(stage.browser, stage.own);
    const oneOfEach = new Map(stage.paths.uk.stories.map((it) => [it.kind, it]));
    for (const story of oneOfEach.values()) {
      await page.goto(stage.site.url + story.path);
      assert.deepEqual(await barriers(page), [], story.kind);
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(strangers, []);
    await close();
  });
});

describe("lists", () => {
  test("the rail goes on in its place, and by a link without JavaScript", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    await page.goto(stage.site.url + stage.paths.uk.author);
    const rows = page.locator(".rail-rows li");
    const before = await rows.count();
    await page.click("a[data-more]");
    await page.waitForFunction((count) => document.querySelectorAll(".rail-rows li").length > count, before);
    const links = await page.locator(".rail-rows a").evaluateAll((all) => all.map((it) => it.href));
    assert.equal(new Set(links).size, links.length, "no story twice");
    await close();

    const plain = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    await plain.page.goto(stage.site.url + stage.paths.uk.author);
    await plain.page.click("a.more");
    assert.equal(new URL(plain.page.url()).pathname, stage.paths.uk.news);
    assert.ok((await plain.page.locator(".by-the-clock li").count()) > 0);
    await plain.close();
  });

  test("the pages of the news list hold every story once, there and back", async () => {
    const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    await page.goto(stage.site.url + stage.paths.ru.news);
    const shown = [];
    const read = async () =>
      page.locator(".by-the-clock h3 a").evaluateAll((all) => all.map((it) => it.pathname));
    const first = await read();
    shown.push(...first);
    while (await page.locator("main .pager a[rel=next]").count()) {
      await page.click("main .pager a[rel=next]");
      shown.push(...(await read()));
    }
    assert.deepEqual(shown, stage.paths.ru.stories.map((it) => it.path));
    await page.click("main .pager a[rel=prev]");
    assert.deepEqual(await read(), first);
    await close();
  });

  test("the days follow each other", async () => {
    const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
    await page.goto(stage.site.url + stage.paths.en.day);
    await page.click("main .pager a[rel=prev]");
    await page.click("main .pager a[rel=next]");
    assert.equal(new URL(page.url()).pathname, stage.paths.en.day);
    await close();
  });
});
