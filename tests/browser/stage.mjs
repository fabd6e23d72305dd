// What the tests of the news site share: the servers, the browser, and where the pages are.
import { after, before } from "node:test";

import { startBrowser, startMasthead, startSite } from "./support.mjs";

/** Everything that runs during the tests of a file. */
export const stage = {};

before(async () => {
  stage.masthead = await startMasthead();
  stage.site = await startSite(stage.masthead.url);
  stage.browser = await startBrowser();
  stage.own = [stage.site.url, stage.masthead.url];
  stage.paths = await pathsOf(stage.masthead);
});

after(async () => {
  await stage.browser?.close();
  await stage.site?.stop();
  await stage.masthead?.stop();
});

/** A page of each sort. */
export const kinds = ["home", "model", "tag", "section", "author", "day", "news", "standing"];

/** Paths of pages by edition, taken from the API. */
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
              body { blocks { __typename } }
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
