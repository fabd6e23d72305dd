// Serves the facts of a newsroom's home page by PostGraphile, from the database that Masthead serves it
// from: node postgraphile.mjs FOLDER DATABASE MASTHEAD, where FOLDER has `npm install postgraphile@5`.
// Prints one line of JSON when it is ready: the address, and the request for one home page.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

const [folder, database, masthead] = process.argv.slice(2);
const require = createRequire(path.resolve(folder, "index.js"));
const { postgraphile } = require("postgraphile");
const { grafserv } = require("postgraphile/grafserv/node");
const { PostGraphileAmberPreset } = require("postgraphile/presets/amber");
const { makePgService } = require("postgraphile/adaptors/pg");
const { Client } = require("pg");

const here = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const ask = async (query, variables) => {
  const body = JSON.stringify({ query, variables });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${masthead}/graphql`, { method: "POST", headers, body });
  return (await response.json()).data;
};
// A UUID for a story or an author of the page, told by its address.
const id = (address) => {
  const hex = createHash("sha256").update(address).digest("hex");
  return [8, 4, 4, 4, 12].reduce(([all, at], n) => [[...all, hex.slice(at, at + n)], at + n], [[], 0])[0].join("-");
};

const client = new Client({ connectionString: database });
await client.connect();
const rows = async (table, columns, all) => {
  const marks = columns.map((_, place) => `$${place + 1}`);
  const text = `INSERT INTO portal.${table} (${columns}) VALUES (${marks}) ON CONFLICT DO NOTHING`;
  for (const row of all) await client.query(text, row);
};
await client.query(here("portal.sql"));

const home = here("../../schema/operations/home.graphql");
let [menuItem, zone] = [0, 0];
for (const locale of ["uk", "ru", "en"]) {
  const { site, edition } = await ask(home, { locale });
  const { seo, ...front } = edition.front;
  await rows("editions", ["locale", "site_name", "autonym", "title", "description", "canonical_url"], [
    [locale, site.name, edition.autonym, seo.title, seo.description, seo.canonicalUrl],
  ]);
  // Every story of the edition, so that the lists are as long as Masthead's.
  const origin = new URL(edition.rail.nodes[0].url);
  const prefix = origin.pathname.startsWith(`/${locale}/`) ? `/${locale}` : "";
  await client.query(
    `INSERT INTO portal.stories
     SELECT id, article_id, locale,
       $2 || '/news/' || replace(published_on, '-', '/') || '/' || number || '-' || slug,
       card->>'shortHeadline', emphasis, kind, card->>'summary', NULL, listed_at,
       to_char(at, 'YYYY-MM-DD'), to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS"+02:00"'),
       to_char(at, 'DD.MM, HH24:MI'), to_char(at, 'HH24:MI')
     FROM (SELECT *, to_timestamp(listed_at / 1000.0) AT TIME ZONE 'Europe/Kyiv' AS at
           FROM publications WHERE locale = $1 AND is_listed) AS seen`,
    [locale, origin.origin + prefix],
  );
  await client.query(
    `INSERT INTO portal.markers (story, kind, label)
     SELECT id, kind, lower(kind) FROM (SELECT id, jsonb_array_elements_text(card->'markers') AS kind
       FROM publications WHERE locale = $1 AND is_listed) AS marked`,
    [locale],
  );
  await rows("social_links", ["locale", "network", "url"], site.socialLinks.map((one) => [locale, one.network, one.url]));
  for (const item of edition.menu.items) {
    const own = ++menuItem;
    const columns = ["id", "locale", "parent", "label", "url", "is_highlighted"];
    await rows("menu_items", columns, [[own, locale, null, item.label, item.url, item.isHighlighted]]);
    await rows("menu_items", columns, item.children.map((one) => [++menuItem, null, own, one.label, one.url, false]));
  }
  const call = edition.callToAction;
  if (call) await rows("support_calls", ["locale", "title", "button_label", "url"], [[locale, call.title, call.buttonLabel, call.url]]);
  await rows("languages", ["locale", "other", "label", "url", "is_current", "target"],
    front.languageOptions.map((one) => [locale, one.locale, one.label, one.url, one.isCurrent, one.target]));
  await rows("alternates", ["locale", "hreflang", "url"], front.hreflang.map((one) => [locale, one.hreflang, one.url]));
  await rows("slots", ["locale", "key", "zone", "label", "width", "height"],
    front.adPlan.slots.map((one) => [locale, one.key, one.zone, one.label, one.reserve.width, one.reserve.height]));
  for (const one of front.zones) {
    const own = ++zone;
    await rows("zones", ["id", "locale", "key", "title", "layout", "more_url"],
      [[own, locale, one.key, one.title, one.layout, one.moreUrl]]);
    for (const item of one.items) {
      const found = await client.query("SELECT id FROM portal.stories WHERE url = $1", [item.article.url]);
      const story = found.rows[0].id;
      await rows("zone_items", ["zone", "story", "headline", "emphasis", "src_set", "blur_hash"],
        [[own, story, item.headline, item.emphasis, item.image?.srcSet, item.image?.blurHash]]);
      for (const { author } of item.article.byline) {
        await rows("authors", ["id", "locale", "name", "url"], [[id(author.url), locale, author.name, author.url]]);
        await rows("bylines", ["story", "author", "locale"], [[story, id(author.url), locale]]);
      }
    }
  }
}
for (const [table, columns] of [
  ["stories", "locale, listed_at DESC"], ["markers", "story"], ["bylines", "story"], ["bylines", "author, locale"],
  ["zone_items", "zone"], ["zone_items", "story"], ["zones", "locale"], ["menu_items", "locale"], ["menu_items", "parent"],
  ["social_links", "locale"], ["languages", "locale"], ["alternates", "locale"], ["slots", "locale"],
]) await client.query(`CREATE INDEX ON portal.${table} (${columns})`);
await client.query("ANALYZE");
await client.end();

const service = makePgService({ connectionString: database, schemas: ["portal"], poolConfig: { max: 16 } });
const served = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [service],
  grafserv: { graphiql: false, watch: false, maxRequestLength: 1_000_000 },
  grafast: { explain: false },
}).createServ(grafserv);
const server = createServer();
await served.addTo(server);
server.listen(0, "127.0.0.1", async () => {
  const address = `127.0.0.1:${server.address().port}`;
  const body = JSON.stringify({ query: here("home.graphql"), variables: { locale: "uk" } });
  const headers = { "content-type": "application/json", accept: "application/json" };
  const answer = await (await fetch(`http://${address}/graphql`, { method: "POST", headers, body })).json();
  if (answer.errors) throw new Error(JSON.stringify(answer.errors, null, 1));
  const rail = answer.data.edition.rail.nodes.length;
  const items = answer.data.edition.zonesByLocale.nodes.flatMap((one) => one.zoneItemsByZone.nodes).length;
  console.log(JSON.stringify({ address, body, told: `${rail} headlines, ${items} stories on the front` }));
});
