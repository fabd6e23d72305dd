// Names for parts of the generated types: what pages and their parts are given.
import type {
  AnyBlockFragment,
  AuthorPageQuery,
  CardFragment,
  DayArchiveQuery,
  FrameQuery,
  HeadlineFragment,
  HomePageQuery,
  LanguageFragment,
  NewsPageQuery,
  PreviewFragment,
  PicFragment,
  SearchPageQuery,
  SectionPageQuery,
  SiteFactsQuery,
  StoryPageQuery,
  TagPageQuery,
} from "./generated/graphql.ts";

type Page<Query extends { edition: { page: unknown } | null }> = NonNullable<
  NonNullable<Query["edition"]>["page"]
>;
type Of<Union, Name extends string> = Extract<Union, { __typename: Name }>;

export type Site = SiteFactsQuery["site"];
export type Edition = Site["editions"][number];
export type Frame = NonNullable<FrameQuery["edition"]> & {
  socialLinks: FrameQuery["site"]["socialLinks"];
};
export type Menu = NonNullable<Frame["sections"]>;
export type RailItem = NonNullable<Frame["rail"]>["edges"][number]["node"];

export type StoryTarget = Page<StoryPageQuery>;
export type Story = Of<StoryTarget, "Article">;
export type Gone = Of<StoryTarget, "Gone">;
export type Section = Of<Page<SectionPageQuery>, "Section">;
export type Author = Of<Page<AuthorPageQuery>, "Author">;
export type Tag = NonNullable<NonNullable<TagPageQuery["edition"]>["tag"]>;
export type Day = NonNullable<NonNullable<DayArchiveQuery["edition"]>["day"]>;
export type DayItem = Day["articles"]["edges"][number]["node"];
export type Front = NonNullable<NonNullable<HomePageQuery["edition"]>["front"]>;
export type Zone = Front["zones"][number];
export type ZoneItem = Zone["items"][number];
export type News = NonNullable<NonNullable<NewsPageQuery["edition"]>["recentNews"]>;
export type NewsItem = News["nodes"][number];

export type Block = AnyBlockFragment;
export type BlockOf<Name extends Block["__typename"]> = Of<Block, Name>;
export type Picture = PicFragment;
export type Media = Picture["media"];
export type Card = CardFragment;
export type Headline = HeadlineFragment;
export type LanguageOption = LanguageFragment;
export type Slot = PlanOf<Front>["slots"][number] & { afterBlockId?: string | null };
/** Where ads may stand on a page, and the page's seal for asking what stands there. */
export type Plan = Omit<PlanOf<Front>, "slots"> & { slots: Slot[] };
type PlanOf<Page extends { adPlan: unknown }> = NonNullable<Page["adPlan"]>;
export type Found = NonNullable<NonNullable<SearchPageQuery["edition"]>["search"]>;
export type Previewed = Story & PreviewFragment;
