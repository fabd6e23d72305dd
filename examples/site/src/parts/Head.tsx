import type { FeedFormat } from "../api/generated/graphql.ts";
import type { Assets } from "../server/assets.ts";
import { usePage } from "./page.ts";

/** What stands in the head of a page, as the API computed it. */
export interface HeadFacts {
  title: string;
  description?: string | null;
  canonicalUrl?: string;
  robots?: string;
  structuredData?: unknown[];
  openGraph?: {
    title: string;
    description?: string | null;
    type: string;
    image?: { url: string } | null;
  };
  hreflang?: { hreflang: string; url: string }[];
  /** Addresses of the pages around this one of a list. */
  previous?: string | null;
  next?: string | null;
}

/** JSON inside of a script element: nothing in it may end the element. */
function json(value: unknown): { __html: string } {
  return { __html: JSON.stringify(value).replaceAll("<", "\\u003c") };
}

/** The feeds that readers' programs follow. */
const feedTypes: Partial<Record<FeedFormat, string>> = {
  RSS: "application/rss+xml",
  ATOM: "application/atom+xml",
  JSON_FEED: "application/feed+json",
};

export function Head({ facts, assets }: { facts: HeadFacts; assets: Assets }) {
  const { site, frame } = usePage();
  const { title, description, canonicalUrl, openGraph } = facts;
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      {description && <meta name="description" content={description} />}
      {facts.robots && <meta name="robots" content={facts.robots} />}
      {canonicalUrl && <link rel="canonical" href={canonicalUrl} />}
      {facts.hreflang?.map((it) => (
        <link key={it.hreflang} rel="alternate" hrefLang={it.hreflang} href={it.url} />
      ))}
      {frame.feeds.map((it) => {
        const type = feedTypes[it.format];
        return type && <link key={it.format} rel="alternate" type={type} title={it.title} href={it.url} />;
      })}
      {facts.previous && <link rel="prev" href={facts.previous} />}
      {facts.next && <link rel="next" href={facts.next} />}
      <meta property="og:site_name" content={site.name} />
      <meta property="og:title" content={openGraph?.title ?? title} />
      <meta property="og:type" content={openGraph?.type ?? "website"} />
      {canonicalUrl && <meta property="og:url" content={canonicalUrl} />}
      {(openGraph?.description ?? description) && (
        <meta property="og:description" content={openGraph?.description ?? description ?? ""} />
      )}
      {openGraph?.image && <meta property="og:image" content={openGraph.image.url} />}
      <meta name="twitter:card" content={openGraph?.image ? "summary_large_image" : "summary"} />
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#0c2743" />
      <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href={assets.style} />
      <script type="module" src={assets.script} />
      {facts.structuredData?.map((value, index) => (
        <script key={index} type="application/ld+json" dangerouslySetInnerHTML={json(value)} />
      ))}
    </head>
  );
}
