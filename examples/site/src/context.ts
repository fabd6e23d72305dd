import type { Edition, Frame, RailItem, Site } from "./api/shapes.ts";
import type { Words } from "./words.ts";

/** What every part of a page may need: where we are, and how to say things here. */
export interface Context {
  site: Site;
  edition: Edition;
  frame: Frame;
  words: Words;
  /** The path of this edition's home page: `/` or `/en`. */
  home: string;
  /** The newest stories of the edition, as its frame brings them. */
  newest: RailItem[];
  /** The name of a day among the newest stories'. */
  dayOf: (date: string) => string | undefined;
  /** Cursor after one of the newest stories; null when nothing comes after it, or it is none. */
  cursorAfter: (id: string | undefined) => string | null;
  /** A word of the edition's dictionary. */
  label: (key: string) => string;
  /** The path of a page of the site's own within this edition: `/en/search` of `/search`. */
  localPath: (local: string) => string;
  /** The address of a link: pages of this site by path, so that they work wherever it stands. */
  href: (url: string) => string;
  /** The same within rich text. */
  html: (html: string) => { __html: string };
}

/** The path of a page of the site; an address elsewhere as it is. */
export function pathOf(site: Site, url: string): string {
  if (url === site.baseUrl) return "/";
  return url.startsWith(`${site.baseUrl}/`) ? url.slice(site.baseUrl.length) : url;
}

export function context(site: Site, edition: Edition, frame: Frame, words: Words): Context {
  const labels = new Map(frame.labels.map(({ key, text }) => [key, text]));
  const edges = frame.rail?.edges ?? [];
  const days = new Map(edges.map(({ node }) => [node.listedAt.date, node.listedAt.day]));
  const last = frame.rail?.pageInfo.hasNextPage ? undefined : edges.at(-1)?.node.id;
  const href = (url: string) => pathOf(site, url);
  const home = href(edition.homeUrl);
  return {
    site,
    edition,
    frame,
    words,
    home,
    localPath: (local) => (home === "/" ? "" : home) + local,
    newest: edges.map(({ node }) => node),
    dayOf: (date) => days.get(date),
    cursorAfter: (id) =>
      (id !== last && edges.find(({ node }) => node.id === id)?.cursor) || null,
    label: (key) => labels.get(key) ?? "",
    href,
    html: (html) => ({ __html: html.replaceAll(`href="${site.baseUrl}/`, 'href="/') }),
  };
}
