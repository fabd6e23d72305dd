import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { kinds } from "./paths.mjs";
import { stage } from "./stage.mjs";
import { startProxy, startSite } from "./support.mjs";

describe("addresses", () => {
  const open = (path, init) => fetch(stage.site.url + path, { redirect: "manual", ...init });

  test("that moved redirect to where it stands now", async () => {
    for (const [path, status, location] of [
      ["/tema/nichnyy-porom.html", 301, stage.paths.uk.tag],
      ["/kosmos", 302, null],
      ["/en/topics/night-ferry.html", 301, stage.paths.en.tag],
      [`${stage.paths.uk.tag}/`, 301, stage.paths.uk.tag],
      [stage.paths.uk.tag.toUpperCase(), 301, stage.paths.uk.tag],
      [stage.paths.en.model.replace(/[^/]+$/, (slug) => slug.replace(/-.*/, "-old")), 301, stage.paths.en.model],
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
    const partial = stage.paths.uk.stories.find((it) =>
      it.languageOptions.some((option) => option.target === "EDITION_HOME"),
    );
    const absent = partial.languageOptions.find((it) => it.target === "EDITION_HOME").locale;
    assert.equal((await open(`/${absent}${partial.path}`)).status, 404);
  });

  test("of withdrawn stories answer 410, and 451 for a legal order, with the notice", async () => {
    const { desk } = await stage.masthead.askDesk(
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

describe("for programs", () => {
  test("there is ads.txt, passed on from Masthead", async () => {
    const [here, there] = await Promise.all(
      [stage.site.url, stage.masthead.url].map((it) => fetch(`${it}/ads.txt`)),
    );
    assert.equal(here.status, 200);
    assert.match(here.headers.get("content-type"), /^text\/plain/);
    assert.equal(here.headers.get("cache-control"), there.headers.get("cache-control"));
    const text = await here.text();
    assert.match(text, /OWNERDOMAIN=mayak\.example/);
    assert.equal(text, await there.text());
  });

  test("robots.txt names the sitemaps, which are there", async () => {
    const text = await (await fetch(`${stage.site.url}/robots.txt`)).text();
    const [, address] = /^Sitemap: (.+)$/m.exec(text);
    const index = await (await fetch(address)).text();
    assert.match(index, /<sitemapindex/);
  });

  test("pages link the feeds of their edition, which are there", async () => {
    for (const locale of ["uk", "ru", "en"]) {
      const html = await (await fetch(stage.site.url + stage.paths[locale].model)).text();
      const feeds = html.matchAll(/<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)"/g);
      const types = [];
      for (const [, type, address] of feeds) {
        types.push(type);
        const feed = await fetch(address);
        assert.equal(feed.status, 200);
        assert.match(new URL(address).pathname, new RegExp(`^/feeds/${locale}/`));
      }
      const wanted = ["application/atom+xml", "application/feed+json", "application/rss+xml"];
      assert.deepEqual(types.sort(), wanted);
    }
  });
});

describe("between the site and Masthead", () => {
  test("a page costs one request, and says what the answers said of keeping it", async () => {
    const proxy = await startProxy(stage.masthead.url, {
      "cache-control": "public, max-age=30, s-maxage=20, stale-while-revalidate=60",
      "surrogate-key": "article:1 rail:uk",
      "cache-tag": "article:1,rail:uk",
    });
    const behind = await startSite(proxy.url, stage.masthead.url);
    await fetch(behind.url + stage.paths.uk.home);
    for (const kind of kinds) {
      proxy.seen.length = 0;
      const response = await fetch(behind.url + stage.paths.uk[kind]);
      await response.arrayBuffer();
      assert.equal(proxy.seen.length, 1, kind);
      const [, seconds] = /s-maxage=(\d+)/.exec(response.headers.get("cache-control"));
      assert.ok(Number(seconds) <= 20 && Number(seconds) > 10, "no longer than the oldest part");
      assert.equal(response.headers.get("surrogate-key"), "article:1 rail:uk");
      assert.equal(response.headers.get("cache-tag"), "article:1,rail:uk");
    }
    proxy.seen.length = 0;
    await fetch(behind.url + stage.paths.uk.model);
    assert.match(proxy.seen[0].searchParams.get("documentId"), /^sha256:[0-9a-f]{64}$/);
    await behind.stop();
    await proxy.stop();
  });

  test("the second view of a page is made of the answer that was kept", async () => {
    const proxy = await startProxy(stage.masthead.url, {});
    const behind = await startSite(proxy.url, stage.masthead.url);
    const sealIn = (html) => /data-ads="([^"]+)"/.exec(html)[1];
    const read = async () => (await fetch(behind.url + stage.paths.uk.model)).text();
    await read();
    proxy.seen.length = 0;
    const [first, second] = [await read(), await read()];
    // The seal of a page is made anew whenever its answer is.
    assert.equal(sealIn(first), sealIn(second));
    assert.equal(proxy.seen.length, 2, "one request a view");
    assert.equal(proxy.seen[0].href, proxy.seen[1].href);
    await behind.stop();
    await proxy.stop();
  });

  test("a Masthead that does not answer makes 503, not a broken page", async () => {
    const proxy = await startProxy(stage.masthead.url, {});
    const behind = await startSite(proxy.url, stage.masthead.url);
    await proxy.stop();
    const response = await fetch(behind.url + stage.paths.en.model);
    assert.equal(response.status, 503);
    assert.equal(response.headers.get("retry-after"), "30");
    assert.equal(response.headers.get("cache-control"), "no-store");
    await behind.stop();
  });

  test("pages go out packed", async () => {
    const response = await fetch(stage.site.url + stage.paths.uk.home);
    assert.equal(response.headers.get("content-encoding"), "gzip");
    assert.match(await response.text(), /<\/html>$/);
  });
});
