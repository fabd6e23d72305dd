import type { ReactElement } from "react";

import type { Answer, Ask, Open } from "../api/client.ts";
import type { DeviceClass } from "../api/generated/graphql.ts";
import {
  authorPage,
  dayArchive,
  homePage,
  newsPage,
  sectionPage,
  storyPage,
  tagPage,
} from "../api/operations.ts";
import type { Gone, Site } from "../api/shapes.ts";
import { pathOf, type Context } from "../context.ts";
import { HomePage } from "../pages/Home.tsx";
import { AuthorPage, DayPage, NewsPage, SectionPage, TagPage, type Around } from "../pages/Lists.tsx";
import { GonePage, MissingPage } from "../pages/Notices.tsx";
import { StoryPage } from "../pages/Story.tsx";
import { RailList, type RailRow } from "../parts/Rail.tsx";
import type { ShellProps } from "../parts/Shell.tsx";
import { heights, homeRailRows, rowsBeside } from "./rail-rows.ts";
import { inEveryEdition, preview, search } from "./special.tsx";

/** What a path leads to. */
export type Result = { answers: Headers[] } & (
  | { redirect: { status: number; location: string } }
  | { status: number; page: ShellProps; isPrivate?: boolean }
  | { status: number; fragment: ReactElement }
);

/** A request for a page of an edition. */
export interface Wanted {
  context: Context;
  ask: Ask;
  open: Open;
  /** The whole path. */
  path: string;
  /** The path within the edition: `/tag/nato` of `/en/tag/nato`. */
  local: string;
  query: URLSearchParams;
  device: DeviceClass;
}

/** What answers the requests for pages of one form. */
export type Route = (wanted: Wanted, match: RegExpExecArray) => Promise<Result>;

// The forms of our own addresses. What none of them fits, and what nothing stands at, is looked
// up by the API: old addresses, withdrawn stories, standing pages.
const routes: [RegExp, Route][] = [
  [/^\/$/, home],
  [/^\/news$/, news],
  [/^\/news\/(\d{4})\/(\d{2})\/(\d{2})$/, day],
  [/^\/tag\/([a-z0-9-]+)$/, tag],
  [/^\/section\/[a-z0-9/-]+$/, section],
  [/^\/author\/[a-z0-9-]+$/, author],
  [/^\/search$/, search],
  [/^\/preview$/, preview],
];

export function route(wanted: Wanted): Promise<Result> {
  for (const [form, handler] of routes) {
    const match = form.exec(wanted.local);
    if (match) return handler(wanted, match);
  }
  return story(wanted);
}

async function home(wanted: Wanted): Promise<Result> {
  const { locale } = wanted.context.edition;
  const answer = await wanted.ask(homePage, { locale, device: wanted.device });
  const edition = answer.data.edition;
  const front = edition?.front;
  if (!edition || !front) return missing(wanted, answer);
  return {
    answers: [answer.headers],
    status: 200,
    page: {
      kind: "home",
      head: { ...front.seo, hreflang: front.hreflang },
      languages: front.languageOptions,
      menu: edition.menu,
      rail: edition.rail?.nodes,
      railRows: homeRailRows,
      hasEarlier: true,
      plan: front.adPlan,
      children: <HomePage front={front} />,
    },
  };
}

async function story(wanted: Wanted): Promise<Result> {
  const { path, device } = wanted;
  const { locale } = wanted.context.edition;
  const answer = await wanted.ask(storyPage, { locale, path, device, withAds: false });
  const edition = answer.data.edition;
  const page = edition?.page;
  switch (page?.__typename) {
    case "Article":
      return {
        answers: [answer.headers],
        status: 200,
        page: {
          kind: "story",
          head: { ...page.seo, hreflang: page.hreflang },
          languages: page.languageOptions,
          menu: edition?.menu,
          rail: edition?.rail?.nodes,
          plan: page.adPlan,
          isWithoutAppeal: page.callToAction === null,
          children: <StoryPage story={page} />,
        },
      };
    case "Redirect":
      return redirect(wanted.context.site, page, answer);
    case "Gone":
      return gone(wanted, page, answer);
    default:
      return missing(wanted, answer);
  }
}

async function tag(wanted: Wanted, match: RegExpExecArray): Promise<Result> {
  const { locale } = wanted.context.edition;
  const slug = match[1] ?? "";
  const after = wanted.query.get("after");
  const answer = await wanted.ask(tagPage, { locale, slug, after, device: wanted.device });
  const found = answer.data.edition?.tag;
  if (!found) return story(wanted);
  const around = olderOnly(wanted, found.articles.pageInfo);
  return {
    answers: [answer.headers],
    status: 200,
    page: {
      kind: "list",
      head: { ...found.seo, hreflang: found.hreflang, ...adjacent(around) },
      languages: found.languageOptions,
      plan: found.adPlan,
      railRows: rowsBeside(found.articles.edges.length * heights.card, found.adPlan),
      children: <TagPage tag={found} around={around} />,
    },
  };
}

async function section(wanted: Wanted): Promise<Result> {
  const { path, device } = wanted;
  const { locale } = wanted.context.edition;
  const after = wanted.query.get("after");
  const answer = await wanted.ask(sectionPage, { locale, path, after, device });
  const page = answer.data.edition?.page;
  if (page?.__typename === "Redirect") return redirect(wanted.context.site, page, answer);
  if (page?.__typename === "Gone") return gone(wanted, page, answer);
  if (page?.__typename !== "Section") return missing(wanted, answer);
  const around = olderOnly(wanted, page.articles.pageInfo);
  return {
    answers: [answer.headers],
    status: 200,
    page: {
      kind: "list",
      head: { ...page.seo, hreflang: page.hreflang, ...adjacent(around) },
      languages: page.languageOptions,
      plan: page.adPlan,
      railRows: rowsBeside(page.articles.edges.length * heights.card, page.adPlan),
      children: <SectionPage section={page} around={around} />,
    },
  };
}

async function author(wanted: Wanted): Promise<Result> {
  const { path, device } = wanted;
  const { locale } = wanted.context.edition;
  const after = wanted.query.get("after");
  const answer = await wanted.ask(authorPage, { locale, path, after, device });
  const page = answer.data.edition?.page;
  if (page?.__typename === "Redirect") return redirect(wanted.context.site, page, answer);
  if (page?.__typename === "Gone") return gone(wanted, page, answer);
  if (page?.__typename !== "Author") return missing(wanted, answer);
  const around = olderOnly(wanted, page.articles.pageInfo);
  return {
    answers: [answer.headers],
    status: 200,
    page: {
      kind: "list",
      head: { ...page.seo, hreflang: page.hreflang, ...adjacent(around) },
      languages: page.languageOptions,
      plan: page.adPlan,
      railRows: rowsBeside(page.articles.edges.length * heights.card, page.adPlan),
      children: <AuthorPage author={page} around={around} />,
    },
  };
}

async function day(wanted: Wanted, match: RegExpExecArray): Promise<Result> {
  const { locale } = wanted.context.edition;
  const [, year, month, date] = match;
  const after = wanted.query.get("after");
  // A day that the calendar does not have is no day; the API refuses it.
  if (!isDay(`${year}-${month}-${date}`)) return story(wanted);
  const asked = { locale, date: `${year}-${month}-${date}`, after, device: wanted.device };
  const answer = await wanted.ask(dayArchive, asked);
  const found = answer.data.edition?.day;
  if (!found) return story(wanted);
  const { pageInfo } = found.articles;
  const older = pageInfo.hasNextPage ? pageAfter(wanted, pageInfo.endCursor) : null;
  const previous = found.previousUrl && wanted.context.href(found.previousUrl);
  const next = found.nextUrl && wanted.context.href(found.nextUrl);
  return {
    answers: [answer.headers],
    status: 200,
    page: {
      kind: "list",
      head: { ...found.seo, hreflang: found.hreflang, previous, next },
      languages: found.languageOptions,
      plan: found.adPlan,
      railRows: rowsBeside(found.articles.edges.length * heights.line, found.adPlan),
      children: <DayPage day={found} previous={previous} next={next} older={older} />,
    },
  };
}

const newsPerPage = 40;

async function news(wanted: Wanted): Promise<Result> {
  const { context, query } = wanted;
  const { locale } = context.edition;
  const before = query.get("before");
  const slice = before
    ? { last: newsPerPage, before }
    : { first: newsPerPage, after: query.get("after") };
  const answer = await wanted.ask(newsPage, { locale, ...slice });
  const found = answer.data.edition?.recentNews;
  if (!found) return missing(wanted, answer);
  const { pageInfo } = found;
  const at = (name: string, cursor: string | null) =>
    cursor && `${wanted.path}?${name}=${encodeURIComponent(cursor)}`;
  const around: Around = {
    newer: pageInfo.hasPreviousPage ? at("before", pageInfo.startCursor) : null,
    older: pageInfo.hasNextPage ? at("after", pageInfo.endCursor) : null,
  };
  const answers = [answer.headers];
  if (query.get("part") === "rail") {
    return { answers, status: 200, fragment: <MoreOfRail rows={found.nodes} next={around.older} /> };
  }
  return {
    answers,
    status: 200,
    page: {
      kind: "list",
      head: { title: `${context.words.allNews} — ${context.site.name}`, ...adjacent(around) },
      languages: inEveryEdition(context, "/news"),
      children: <NewsPage news={found} around={around} />,
    },
  };
}

function MoreOfRail({ rows, next }: { rows: RailRow[]; next?: string | null }) {
  return (
    <div data-next={next ?? ""}>
      <RailList rows={rows} continues />
    </div>
  );
}

function redirect(
  site: Site,
  to: { status: number; location: string },
  answer: Answer<unknown>,
): Result {
  const location = pathOf(site, to.location);
  return { answers: [answer.headers], redirect: { status: to.status, location } };
}

function gone(wanted: Wanted, page: Gone, answer: Answer<unknown>): Result {
  const { words } = wanted.context;
  const title = page.status === 451 ? words.legalTitle : words.goneTitle;
  return {
    answers: [answer.headers],
    status: page.status,
    page: {
      kind: "notice",
      head: { title, robots: "noindex" },
      railRows: rowsBeside(0),
      children: <GonePage gone={page} />,
    },
  };
}

function missing(wanted: Wanted, answer: Answer<unknown>): Result {
  return {
    answers: [answer.headers],
    status: 404,
    page: {
      kind: "notice",
      head: { title: wanted.context.words.missingTitle, robots: "noindex" },
      railRows: rowsBeside(0),
      children: <MissingPage />,
    },
  };
}

function pageAfter(wanted: Wanted, cursor: string | null): string | null {
  return cursor && `${wanted.path}?after=${encodeURIComponent(cursor)}`;
}

/** Lists that the API pages forwards alone: back is the start. */
function olderOnly(
  wanted: Wanted,
  pageInfo: { hasNextPage: boolean; endCursor: string | null },
): Around {
  return {
    newer: wanted.query.has("after") ? wanted.path : null,
    older: pageInfo.hasNextPage ? pageAfter(wanted, pageInfo.endCursor) : null,
  };
}

function adjacent({ newer, older }: Around) {
  return { previous: newer, next: older };
}

function isDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
