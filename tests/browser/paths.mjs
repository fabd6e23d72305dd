// Where the pages of the demo are.

/** A page of each sort. */
export const kinds = ["home", "model", "tag", "section", "author", "day", "news", "standing"];

/** Paths of pages by edition, taken from the API. */
export async function pathsOf({ ask }) {
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
