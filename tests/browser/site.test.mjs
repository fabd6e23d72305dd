import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import {
  barriers,
  openPage,
  readThrough,
  startBrowser,
  startMasthead,
  startProxy,
  startSite,
} from "./support.mjs";

let masthead;
let site;
let browser;
/** Paths of pages by edition, taken from the API. */
let paths;

before(async () => {
  masthead = await startMasthead();
  site = await startSite(masthead.url);
  browser = await startBrowser();
  paths = await pathsOf(masthead);
});

after(async () => {
  await browser?.close();
  await site?.stop();
  await masthead?.stop();
});

const own = () => [site.url, masthead.url];

async function pathsOf({ ask }) {
  const { site: facts } = await ask("{ site { baseUrl editions { locale homeUrl } } }");
  const pathOf = (url) => url.slice(facts.baseUrl.length) || "/";
  const found = {};
  for (const { locale, homeUrl } of facts.editions) {
    const { edition } = await ask(
      `query ($locale: Locale!) {
        edition(locale: $locale) {
          recentNews(first: 100) {
            nodes {
              url kind number
              tags { url } section { url } archiveDay { url } byline { author { url } }
              languageOptions { locale target }
              body { blocks { __typename } plainText }
            }
          }
          menu(key: "footer") { items { url } }
        }
      }`,
      { locale },
    );
    const stories = edition.recentNews.nodes.map((it) => ({ ...it, path: pathOf(it.url) }));
    const kindsIn = (it) => new Set(it.body.blocks.map((block) => block.__typename)).size;
    // The model story is the one with the most kinds of blocks.
    const model = stories.reduce((best, it) => (kindsIn(it) > kindsIn(best) ? it : best));
    const home = pathOf(homeUrl);
    found[locale] = {
      home,
      model: model.path,
      tag: pathOf(model.tags[0].url),
      section: pathOf(model.section.url),
      author: pathOf(model.byline[0].author.url),
      day: pathOf(model.archiveDay.url),
      news: `${home === "/" ? "" : home}/news`,
      standing: pathOf(edition.menu.items[0].url),
      stories,
    };
  }
  return found;
}

const kinds = ["home", "model", "tag", "section", "author", "day", "news", "standing"];

describe("every page", () => {
  for (const locale of ["uk", "ru", "en"]) {
    for (const kind of kinds) {
      for (const width of [390, 1366]) {
        test(`${kind} in ${locale} at ${width} px is quiet, still and open to all`, async () => {
          const { page, complaints, strangers, close } = await openPage(browser, own(), { width });
          const response = await page.goto(site.url + paths[locale][kind]);
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
      const { page, close } = await openPage(browser, own(), { width, colorScheme });
      await page.goto(site.url + paths.uk.model);
      await readThrough(page);
      assert.deepEqual(await barriers(page), [], `${width} px, ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(wide, false, `${width} px`);
      assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
      await close();
    }
  });

  test("every kind of story is drawn without complaint", async () => {
    const { page, complaints, strangers, close } = await openPage(browser, own());
    const oneOfEach = new Map(paths.uk.stories.map((it) => [it.kind, it]));
    for (const story of oneOfEach.values()) {
      await page.goto(site.url + story.path);
      assert.deepEqual(await barriers(page), [], story.kind);
    }
    assert.deepEqual(complaints, []);
    assert.deepEqual(strangers, []);
    await close();
  });
});

describe("the story page", () => {
  test("has every element of the model page", async () => {
    const { page, close } = await openPage(browser, own());
    await page.goto(site.url + paths.uk.model);
    const present = {
      "date leading to the day": `.story-place a[href="${paths.uk.day}"]`,
      "language switcher": ".languages a[hreflang=en]",
      kicker: ".kicker",
      headline: "h1",
      "two authors": ".byline a + a, .byline span + span a",
      "localised time": ".times time[datetime]",
      "time of the update": ".times .updated + time",
      "lead picture with alt": ".lead img[alt]:not([alt=''])",
      "caption and credit": ".lead figcaption .credit",
      lede: ".lede",
      "source with its label": ".labelled.is-source .label",
      quote: ".quote.is-news blockquote",
      "he added": ".quote .lead-in",
      background: ".background li",
      "ad between paragraphs, labelled": ".story-body .slot.is-in-article .slot-label",
      "ad in the rail": ".rail .slot",
      "ad at the end": ".slot.is-end-of-article",
      "call to action": ".story-body .appeal .button",
      correction: ".note.is-correction",
      tags: ".tags a",
      related: ".further [aria-labelledby=related-title] a",
      "tag block": ".further [aria-labelledby=spotlight-title] a",
      "rail with times": ".rail-rows time",
      "rail with marks": ".rail-rows .mark",
      "updated in the rail": ".rail-rows .updated",
      menu: ".sections a",
      "social links": ".footer a[rel~=me]",
      "JSON-LD": "script[type='application/ld+json']",
      hreflang: "link[rel=alternate][hreflang=x-default]",
      canonical: "link[rel=canonical]",
      "Open Graph": "meta[property='og:image']",
    };
    for (const [name, selector] of Object.entries(present)) {
      assert.ok((await page.locator(selector).count()) > 0, name);
    }
    await close();
  });

  test("says all without JavaScript", async () => {
    for (const locale of ["uk", "ru", "en"]) {
      const { page, close } = await openPage(browser, own(), { javaScriptEnabled: false });
      const { path, body } = paths[locale].stories.find((it) => it.path === paths[locale].model);
      await page.goto(site.url + path);
      const flat = (text) => text.replace(/[\s\u00a0«»“”"]+/g, " ");
      const shown = flat(await page.textContent("main"));
      for (const paragraph of body.plainText.split("\n").filter(Boolean)) {
        // Captions and credits are told apart on the page: their sentences are looked for alone.
        for (const sentence of paragraph.split(/(?<=[.:!?])\s/)) {
          const words = flat(sentence).trim().replace(/^[—-] |[.:]$/g, "");
          assert.ok(shown.includes(words), `${locale}: ${sentence}`);
        }
      }
      assert.equal(await page.locator(".embed button:visible").count(), 0);
      assert.ok((await page.locator(".embed a").count()) > 0);
      await close();
    }
  });

  test("loads at most 30 KB of packed JavaScript", async () => {
    const html = await (await fetch(site.url + paths.uk.model)).text();
    const sources = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => source);
    assert.equal(sources.length, 1);
    const script = await fetch(site.url + sources[0], { headers: { "accept-encoding": "gzip" } });
    assert.equal(script.headers.get("content-encoding"), "gzip");
    const packed = await new Response(
      new Blob([await script.arrayBuffer()]).stream().pipeThrough(new CompressionStream("gzip")),
    ).arrayBuffer();
    assert.ok(packed.byteLength <= 30 * 1024, `${packed.byteLength} bytes`);
    assert.match(html, /<script type="application\/ld\+json">/);
    assert.doesNotMatch(html, /<script(?![^>]*( src=|application\/ld\+json))/, "nothing inline");
  });

  test("asks another site only after consent, and remembers it", async () => {
    const { page, strangers, complaints, close } = await openPage(browser, own());
    await page.goto(site.url + paths.en.model);
    const embed = page.locator("[data-embed]").first();
    assert.equal(await page.locator("iframe").count(), 0);
    const space = await embed.boundingBox();
    await embed.locator("input").check();
    await embed.locator("button").click();
    assert.equal(await page.locator("iframe").count(), 1);
    const after = await embed.boundingBox();
    assert.deepEqual([after.width, after.height], [space.width, space.height]);
    await page.reload();
    await embed.scrollIntoViewIfNeeded();
    await page.locator("iframe").waitFor();
    assert.ok(strangers.every((it) => it.startsWith("https://www.youtube-nocookie.com/")));
    assert.deepEqual(await page.evaluate(() => globalThis.shifts), []);
    // The frame itself is blocked by the test; nothing else complains.
    assert.ok(complaints.every((it) => it.includes("ERR_FAILED")), complaints.join("\n"));
    await close();
  });

  test("leads to itself in the other languages, and says where it is not", async () => {
    const { page, close } = await openPage(browser, own());
    await page.goto(site.url + paths.uk.model);
    await page.click(".languages a[hreflang=en]");
    assert.equal(new URL(page.url()).pathname, paths.en.model);

    const partial = paths.uk.stories.find((it) =>
      it.languageOptions.some((option) => option.target === "EDITION_HOME"),
    );
    const absent = partial.languageOptions.find((it) => it.target === "EDITION_HOME").locale;
    await page.goto(site.url + partial.path);
    const option = page.locator(`.languages a[hreflang=${absent}]`);
    assert.equal(await option.getAttribute("href"), paths[absent].home);
    assert.match(await option.textContent(), /немає/);
    await close();
  });

  test("can be read by keyboard", async () => {
    const { page, close } = await openPage(browser, own());
    await page.goto(site.url + paths.en.model);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");

    const parent = page.locator(".sections > ul > li", { has: page.locator("ul") }).first();
    assert.equal(await parent.locator("ul").isVisible(), false);
    await parent.locator("> a").focus();
    assert.equal(await parent.locator("ul").isVisible(), true);
    await page.keyboard.press("Tab");
    assert.ok(await parent.locator("ul a").first().evaluate((it) => it === document.activeElement));
    await close();
  });
});

describe("lists", () => {
  test("the rail goes on in its place, and by a link without JavaScript", async () => {
    const { page, close } = await openPage(browser, own());
    await page.goto(site.url + paths.uk.author);
    const rows = page.locator(".rail-rows li");
    const before = await rows.count();
    await page.click("a[data-more]");
    await page.waitForFunction((count) => document.querySelectorAll(".rail-rows li").length > count, before);
    const links = await page.locator(".rail-rows a").evaluateAll((all) => all.map((it) => it.href));
    assert.equal(new Set(links).size, links.length, "no story twice");
    await close();

    const plain = await openPage(browser, own(), { javaScriptEnabled: false });
    await plain.page.goto(site.url + paths.uk.author);
    await plain.page.click("a.more");
    assert.equal(new URL(plain.page.url()).pathname, paths.uk.news);
    assert.ok((await plain.page.locator(".by-the-clock li").count()) > 0);
    await plain.close();
  });

  test("the pages of the news list hold every story once, there and back", async () => {
    const { page, close } = await openPage(browser, own(), { javaScriptEnabled: false });
    await page.goto(site.url + paths.ru.news);
    const shown = [];
    const read = async () =>
      page.locator(".by-the-clock h3 a").evaluateAll((all) => all.map((it) => it.pathname));
    const first = await read();
    shown.push(...first);
    while (await page.locator("main .pager a[rel=next]").count()) {
      await page.click("main .pager a[rel=next]");
      shown.push(...(await read()));
    }
    assert.deepEqual(shown, paths.ru.stories.map((it) => it.path));
    await page.click("main .pager a[rel=prev]");
    assert.deepEqual(await read(), first);
    await close();
  });

  test("the days follow each other", async () => {
    const { page, close } = await openPage(browser, own(), { javaScriptEnabled: false });
    await page.goto(site.url + paths.en.day);
    await page.click("main .pager a[rel=prev]");
    await page.click("main .pager a[rel=next]");
    assert.equal(new URL(page.url()).pathname, paths.en.day);
    await close();
  });
});

describe("addresses", () => {
  const open = (path, init) => fetch(site.url + path, { redirect: "manual", ...init });

  test("that moved redirect to where it stands now", async () => {
    for (const [path, status, location] of [
      ["/tema/nichnyy-porom.html", 301, paths.uk.tag],
      ["/kosmos", 302, null],
      ["/en/topics/night-ferry.html", 301, paths.en.tag],
      [`${paths.uk.tag}/`, 301, paths.uk.tag],
      [paths.uk.tag.toUpperCase(), 301, paths.uk.tag],
      [paths.en.model.replace(/[^/]+$/, (slug) => slug.replace(/-.*/, "-old")), 301, paths.en.model],
    ]) {
      const response = await open(path);
      assert.equal(response.status, status, path);
      if (location) assert.equal(response.headers.get("location"), location);
    }
  });

  test("where nothing stands, or not in this language, answer 404", async () => {
    for (const path of ["/nothing-here", "/en/tag/nothing", "/news/2026/02/31", "/ru/section/no", "/%ff"]) {
      const response = await open(path);
      assert.equal(response.status, 404, path);
      assert.match(await response.text(), /<meta name="robots" content="noindex"/);
    }
    const partial = paths.uk.stories.find((it) =>
      it.languageOptions.some((option) => option.target === "EDITION_HOME"),
    );
    const absent = partial.languageOptions.find((it) => it.target === "EDITION_HOME").locale;
    assert.equal((await open(`/${absent}${partial.path}`)).status, 404);
  });

  test("of withdrawn stories answer 410, and 451 for a legal order, with the notice", async () => {
    const { desk } = await masthead.askDesk(
      `{ desk { articles(first: 20, filter: { liveStates: [UNPUBLISHED] }) {
        edges { node { translations { locale liveState url } } }
      } } }`,
    );
    const statuses = new Set();
    for (const { node } of desk.articles.edges) {
      for (const { url, liveState } of node.translations) {
        if (liveState !== "UNPUBLISHED") continue;
        const response = await open(new URL(url).pathname);
        statuses.add(response.status);
        assert.match(await response.text(), /class="notice-text">[^<]{20}/);
      }
    }
    assert.deepEqual([...statuses].sort(), [410, 451]);
  });

  test("are read only", async () => {
    const response = await open("/", { method: "POST" });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
    assert.equal(await (await open("/", { method: "HEAD" })).text(), "");
  });
});

describe("between the site and Masthead", () => {
  test("a page costs one request, and says what the answers said of keeping it", async () => {
    const proxy = await startProxy(masthead.url, {
      "cache-control": "public, max-age=30, s-maxage=20, stale-while-revalidate=60",
      "surrogate-key": "article:1 rail:uk",
      "cache-tag": "article:1,rail:uk",
    });
    const behind = await startSite(proxy.url, masthead.url);
    await fetch(behind.url + paths.uk.home);
    for (const kind of kinds) {
      proxy.seen.length = 0;
      const response = await fetch(behind.url + paths.uk[kind]);
      await response.arrayBuffer();
      assert.equal(proxy.seen.length, 1, kind);
      const [, seconds] = /s-maxage=(\d+)/.exec(response.headers.get("cache-control"));
      assert.ok(Number(seconds) <= 20 && Number(seconds) > 10, "no longer than the oldest part");
      assert.equal(response.headers.get("surrogate-key"), "article:1 rail:uk");
      assert.equal(response.headers.get("cache-tag"), "article:1,rail:uk");
    }
    proxy.seen.length = 0;
    await fetch(behind.url + paths.uk.model);
    assert.match(proxy.seen[0].searchParams.get("documentId"), /^sha256:[0-9a-f]{64}$/);
    await behind.stop();
    await proxy.stop();
  });

  test("a Masthead that does not answer makes 503, not a broken page", async () => {
    const proxy = await startProxy(masthead.url, {});
    const behind = await startSite(proxy.url, masthead.url);
    await proxy.stop();
    const response = await fetch(behind.url + paths.en.model);
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "30");
    assert.equal(response.headers.get("cache-control"), "no-store");
    await behind.stop();
  });

  test("pages go out packed", async () => {
    const response = await fetch(site.url + paths.uk.home);
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.match(await response.text(), /<\/html>$/);
  });
});
