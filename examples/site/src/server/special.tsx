// Pages of another sort: what a reader asks for in words, and what is for the bearer of a link.
import { searchPage } from "../api/operations.ts";
import type { LanguageOption } from "../api/shapes.ts";
import type { Context } from "../context.ts";
import type { Around } from "../pages/Lists.tsx";
import { MissingPage } from "../pages/Notices.tsx";
import { SearchPage } from "../pages/Search.tsx";
import { PreviewPage } from "../pages/Story.tsx";
import { heights, rowsBeside } from "./rail-rows.ts";
import type { Result, Wanted } from "./router.tsx";

/** What is found by words. */
export async function search(wanted: Wanted): Promise<Result> {
  const { context, query, device } = wanted;
  const { locale } = context.edition;
  const words = (query.get("q") ?? "").trim();
  const asked = { locale, query: words, after: query.get("after"), device };
  const answer = words ? await wanted.ask(searchPage, asked) : null;
  const found = answer?.data.edition?.search ?? null;
  const at = (after?: string | null) => {
    const parameters = new URLSearchParams({ q: words, ...(after && { after }) });
    return `${wanted.path}?${parameters}`;
  };
  const around: Around = {
    newer: query.has("after") ? at() : null,
    older: found?.pageInfo.hasNextPage ? at(found.pageInfo.endCursor) : null,
  };
  const title = words ? `${words} — ${context.words.search}` : context.words.search;
  return {
    answers: answer ? [answer.headers] : [],
    status: 200,
    page: {
      kind: "list",
      head: { title: `${title} — ${context.site.name}`, robots: "noindex, follow" },
      languages: inEveryEdition(context, `/search${words && `?${new URLSearchParams({ q: words })}`}`),
      plan: found?.adPlan,
      railRows: rowsBeside((found?.edges.length ?? 0) * heights.card),
      isSearch: true,
      children: <SearchPage query={words} found={found} around={around} />,
    },
  };
}

/** A text that is not out yet, for whoever has the link. */
export async function preview(wanted: Wanted): Promise<Result> {
  const answer = await wanted.open(wanted.query.get("token") ?? "");
  const story = answer.data.preview;
  const { words } = wanted.context;
  if (!story) {
    return {
      answers: [answer.headers],
      status: 404,
      isPrivate: true,
      page: {
        kind: "notice",
        head: { title: words.previewOverTitle, robots: "noindex" },
        railRows: rowsBeside(0),
        children: <MissingPage title={words.previewOverTitle} text={words.previewOverText} />,
      },
    };
  }
  return {
    answers: [answer.headers],
    status: 200,
    isPrivate: true,
    page: {
      kind: "story",
      // Nothing for machines: only its title, and that it is not for them.
      head: { title: story.seo.title, robots: "noindex, nofollow, noarchive" },
      languages: [],
      children: <PreviewPage story={story} />,
    },
  };
}

/** A page of the site's own, which every edition has at the same place. */
export function inEveryEdition({ site, edition }: Context, local: string): LanguageOption[] {
  return site.editions.map((it) => ({
    locale: it.locale,
    label: it.shortLabel,
    url: it.homeUrl.replace(/\/$/, "") + local,
    isCurrent: it.locale === edition.locale,
    target: "TRANSLATION",
  }));
}
