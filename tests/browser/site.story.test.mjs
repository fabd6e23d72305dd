import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { stage } from "./stage.mjs";
import { openPage } from "./support.mjs";

/** Every rich text that a story holds. */
const wholeText = `
  query ($locale: Locale!, $path: String!) {
    edition(locale: $locale) {
      resolve(path: $path) {
        ... on Article {
          lede { ...T }
          corrections { text { ...T } }
          leadMedia { caption { ...T } }
          body { blocks {
            ... on ParagraphBlock { text { ...T } }
            ... on HeadingBlock { text { ...T } }
            ... on LabelledBlock { text { ...T } }
            ... on QuoteBlock { segments { leadIn { ...T } text { ...T } } }
            ... on BackgroundBlock { intro { ...T } points { ...T } }
            ... on ListBlock { items { text { ...T } children { text { ...T } } } }
            ... on FigureBlock { figure { caption { ...T } } }
            ... on GalleryBlock { figures { caption { ...T } } }
            ... on EmbedBlock { fallback { ...T } }
            ... on TableBlock { caption { ...T } header { ...T } rows { cells { ...T } } }
          } }
        }
      }
    }
  }
  fragment T on RichText { plain }`;

function plainTexts(value) {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, it]) => (key === "plain" ? [it] : plainTexts(it)));
}

const flat = (text) => text.replace(/\s+/g, " ").trim();

describe("the story page", () => {
  test("has every element of the model page", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    await page.goto(stage.site.url + stage.paths.uk.model);
    const present = {
      "date leading to the day": `.story-place a[href="${stage.paths.uk.day}"]`,
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
      const { page, close } = await openPage(stage.browser, stage.own, { javaScriptEnabled: false });
      const path = stage.paths[locale].model;
      await page.goto(stage.site.url + path);
      const shown = flat(await page.textContent("main"));
      const texts = plainTexts(await stage.masthead.ask(wholeText, { locale, path }));
      assert.ok(texts.length > 30);
      for (const text of texts) assert.ok(shown.includes(flat(text)), `${locale}: ${text}`);
      assert.equal(await page.locator(".embed button:visible").count(), 0);
      assert.ok((await page.locator(".embed a").count()) > 0);
      await close();
    }
  });

  test("loads at most 30 KB of packed JavaScript", async () => {
    const html = await (await fetch(stage.site.url + stage.paths.uk.model)).text();
    const sources = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, source]) => source);
    assert.equal(sources.length, 1);
    const script = await fetch(stage.site.url + sources[0], { headers: { "accept-encoding": "gzip" } });
    assert.equal(script.headers.get("content-encoding"), "gzip");
    const packed = await new Response(
      new Blob([await script.arrayBuffer()]).stream().pipeThrough(new CompressionStream("gzip")),
    ).arrayBuffer();
    assert.ok(packed.byteLength <= 30 * 1024, `${packed.byteLength} bytes`);
    assert.match(html, /<script type="application\/ld\+json">/);
    assert.doesNotMatch(html, /<script(?![^>]*( src=|application\/ld\+json))/, "nothing inline");
  });

  test("asks another site only after consent, and remembers it", async () => {
    const { page, strangers, complaints, close } = await openPage(stage.browser, stage.own);
    await page.goto(stage.site.url + stage.paths.en.model);
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
    const { page, close } = await openPage(stage.browser, stage.own);
    await page.goto(stage.site.url + stage.paths.uk.model);
    await page.click(".languages a[hreflang=en]");
    assert.equal(new URL(page.url()).pathname, stage.paths.en.model);

    const partial = stage.paths.uk.stories.find((it) =>
      it.languageOptions.some((option) => option.target === "EDITION_HOME"),
    );
    const absent = partial.languageOptions.find((it) => it.target === "EDITION_HOME").locale;
    await page.goto(stage.site.url + partial.path);
    const option = page.locator(`.languages a[hreflang=${absent}]`);
    assert.equal(await option.getAttribute("href"), stage.paths[absent].home);
    assert.match(await option.textContent(), /немає/);
    await close();
  });

  test("can be read by keyboard", async () => {
    const { page, close } = await openPage(stage.browser, stage.own);
    await page.goto(stage.site.url + stage.paths.en.model);
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
