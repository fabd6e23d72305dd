import { createHash } from "node:crypto";

import day from "../../../../schema/operations/day.graphql?raw";
import fill from "../../../../schema/operations/ads.graphql?raw";
import home from "../../../../schema/operations/home.graphql?raw";
import story from "../../../../schema/operations/story.graphql?raw";
import tag from "../../../../schema/operations/tag.graphql?raw";
import author from "../../operations/author.graphql?raw";
import frame from "../../operations/frame.graphql?raw";
import news from "../../operations/news.graphql?raw";
import previewFacts from "../../operations/preview.graphql?raw";
import search from "../../operations/search.graphql?raw";
import section from "../../operations/section.graphql?raw";
import site from "../../operations/site.graphql?raw";
import type {
  AuthorPageQuery,
  AuthorPageQueryVariables,
  DayArchiveQuery,
  DayArchiveQueryVariables,
  FillAdsQuery,
  FillAdsQueryVariables,
  FrameQuery,
  FrameQueryVariables,
  HomePageQuery,
  HomePageQueryVariables,
  NewsPageQuery,
  NewsPageQueryVariables,
  SearchPageQuery,
  SearchPageQueryVariables,
  SectionPageQuery,
  SectionPageQueryVariables,
  SiteFactsQuery,
  SiteFactsQueryVariables,
  StoryPageQuery,
  StoryPageQueryVariables,
  TagPageQuery,
  TagPageQueryVariables,
} from "./generated/graphql.ts";
import type { Previewed } from "./shapes.ts";

/** A document, and the types of what it is asked with and answered with. */
export interface Operation<Data, Variables> {
  /** What goes into the address: a name that the server knows, or the document itself. */
  readonly sent: { documentId: string } | { query: string };
  /** What goes there instead once the document is registered. */
  readonly registered?: { documentId: string };
  readonly types?: (variables: Variables) => Data;
}

/** A document of the server's own, known there by the hash of its file. */
function trusted<Data, Variables>(document: string): Operation<Data, Variables> {
  return { sent: { documentId: `sha256:${hashOf(document)}` } };
}

/** The documents of this site's by their hashes, as `masthead documents push` takes them. */
export const manifest: Record<string, string> = {};

/** A document of this site's. */
function own<Data, Variables>(document: string, into = manifest): Operation<Data, Variables> {
  const query = document.replace(/^#.*\n/gm, "").replace(/\s+/g, " ").trim();
  const hash = hashOf(query);
  into[hash] = query;
  return { sent: { query }, registered: { documentId: `sha256:${hash}` } };
}

/** Those for the desk's graph. */
export const deskManifest: Record<string, string> = {};

function hashOf(document: string): string {
  return createHash("sha256").update(document).digest("hex");
}

export const storyPage = trusted<StoryPageQuery, StoryPageQueryVariables>(story);
export const homePage = trusted<HomePageQuery, HomePageQueryVariables>(home);
export const tagPage = trusted<TagPageQuery, TagPageQueryVariables>(tag);
export const dayArchive = trusted<DayArchiveQuery, DayArchiveQueryVariables>(day);

export const siteFacts = own<SiteFactsQuery, SiteFactsQueryVariables>(site);
export const frameOf = own<FrameQuery, FrameQueryVariables>(frame);
export const sectionPage = own<SectionPageQuery, SectionPageQueryVariables>(section);
export const authorPage = own<AuthorPageQuery, AuthorPageQueryVariables>(author);
export const newsPage = own<NewsPageQuery, NewsPageQueryVariables>(news);
export const searchPage = own<SearchPageQuery, SearchPageQueryVariables>(search);
/** Sent by the browser. */
export const fillSlots = trusted<FillAdsQuery, FillAdsQueryVariables>(fill);

/** What goes into a request for an operation. */
export function sentFor(
  operation: Operation<unknown, never>,
  isRegistered: boolean,
): Record<string, string> {
  return (isRegistered && operation.registered) || operation.sent;
}

/**
 * Opens a text that is not out yet by the token of a link to it. The desk's graph alone tells of
 * such texts, in the types of the delivery graph: the fragments are those of the story page, and
 * so are the types.
 */
export const preview = own<{ preview: Previewed | null }, { token: string }>(
  [
    // The variables after the token are those of the story's fragments.
    `query Preview(
      $token: String!, $device: DeviceClass! = DESKTOP
      $withAds: Boolean! = false, $adViewer: AdViewerInput = {}
    ) { preview(token: $token) { __typename ...Story ...Preview } }`,
    story.slice(story.indexOf("\nfragment ")),
    previewFacts,
  ].join("\n"),
  deskManifest,
);
