import type { Previewed, Story as Shape } from "../api/shapes.ts";
import { Blocks, Gallery } from "../parts/Blocks.tsx";
import { CallToAction } from "../parts/CallToAction.tsx";
import { Embed } from "../parts/Embed.tsx";
import { Figure, FigureLine } from "../parts/Figure.tsx";
import { Headline } from "../parts/Headline.tsx";
import { usePage } from "../parts/page.ts";
import { Picture } from "../parts/Picture.tsx";
import { Slot, slotsOf } from "../parts/Slot.tsx";
import { Link, Text, Time } from "../parts/Text.tsx";
import { named } from "../words.ts";

const leadSizes = "(min-width: 80rem) 54rem, (min-width: 64rem) 62vw, 100vw";

export function StoryPage({ story }: { story: Shape }) {
  const slots = slotsOf(story.adPlan);
  const isStanding = story.kind === "PAGE";
  const appeal = story.callToAction;
  // An editor who put the appeal into the text has placed it already.
  const isPlaced = story.body.blocks.some(
    (it) => it.__typename === "CallToActionBlock" && it.callToAction.url === appeal?.url,
  );
  const notes = (placement: string) =>
    story.corrections.filter((it) => it.placement === placement);
  return (
    <article className={`story is-${story.kind.toLowerCase().replaceAll("_", "-")}`}>
      <StoryHeader story={story} />
      <Lead story={story} />
      <div className="story-body">
        {story.lede && <Text of={story.lede} className="lede" />}
        <Corrections notes={notes("TOP")} />
        {story.feature?.__typename === "InterviewFeature" && (
          <Interviewees people={story.feature.interviewees} />
        )}
        <Blocks blocks={story.body.blocks} slots={slots} />
        <Feature feature={story.feature} />
        <Corrections notes={notes("BOTTOM")} />
        {appeal && !isPlaced && <CallToAction of={appeal} />}
        {!isStanding && <Tags tags={story.tags} />}
        {!isStanding && <Share story={story} />}
      </div>
      {slots
        .filter((slot) => slot.zone === "END_OF_ARTICLE")
        .map((slot) => (
          <Slot key={slot.key} slot={slot} />
        ))}
      {!isStanding && <Further story={story} />}
    </article>
  );
}

/** A text that is not out yet, and until when its link shows it. */
export function PreviewPage({ story }: { story: Previewed }) {
  const { words } = usePage();
  return (
    <>
      <aside className="preview-banner" aria-label={words.previewTitle}>
        <p>
          <strong>{words.previewTitle}</strong> {words.previewText}
        </p>
        {story.previewExpiresAt && (
          <p>
            {words.previewUntil} <Time at={story.previewExpiresAt} />
          </p>
        )}
      </aside>
      <StoryPage story={story} />
    </>
  );
}

function StoryHeader({ story }: { story: Shape }) {
  const { words, label } = usePage();
  const isStanding = story.kind === "PAGE";
  // A kicker that names the section says in red what the path would say again in grey.
  const isNamed = story.kicker === story.section.name;
  const path = story.section.breadcrumbs.slice(0, isNamed ? -1 : undefined);
  return (
    <header className="story-header">
      {!isStanding && (
        <div className="story-place">
          {path.length > 0 && (
            <nav className="path" aria-label={words.path}>
              <ol>
                {path.map((section) => (
                  <li key={section.url}>
                    <Link to={section.url}>{section.name}</Link>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <Link to={story.archiveDay.url}>{story.archiveDay.title}</Link>
        </div>
      )}
      {story.sponsorship && (
        <p className="sponsor">
          <span className="sponsor-label">{story.sponsorship.label}</span>{" "}
          {story.sponsorship.url ? (
            <a href={story.sponsorship.url} rel="sponsored noopener">
              {story.sponsorship.sponsorName}
            </a>
          ) : (
            story.sponsorship.sponsorName
          )}
        </p>
      )}
      {story.kicker && (
        <p className="kicker">
          {isNamed ? <Link to={story.section.url}>{story.kicker}</Link> : story.kicker}
        </p>
      )}
      {story.feature?.__typename === "OpinionFeature" && story.feature.columnName && (
        <p className="kicker">{story.feature.columnName}</p>
      )}
      <h1>{story.headline}</h1>
      {!isStanding && (
        <div className="story-facts">
          <Byline byline={story.byline} />
          <p className="times">
            <Time at={story.publishedAt} />
            {story.updatedAt && (
              <span>
                <span className="updated">{story.updateLabel ?? label("updated")}</span>{" "}
                <Time at={story.updatedAt} />
              </span>
            )}
          </p>
        </div>
      )}
    </header>
  );
}

/** The picture at the top; in a video story the video, behind its own picture. */
function Lead({ story }: { story: Shape }) {
  const { words } = usePage();
  const figure = story.leadMedia;
  const video = story.feature?.__typename === "VideoFeature" ? story.feature.video : null;
  if (!video?.embedUrl) {
    return figure && <Figure of={figure} sizes={leadSizes} first className="lead" />;
  }
  const image = figure?.media.__typename === "Image" ? figure.media : null;
  return (
    <figure className="lead">
      <Embed
        frame={video.embedUrl}
        address={video.embedUrl}
        title={`${words.video}: ${story.headline}`}
        poster={
          image && (
            <Picture
              srcSet={image.srcSet}
              src={image.url}
              sizes={leadSizes}
              alt={figure?.alt ?? ""}
              width={image.width}
              height={image.height}
              colour={image.dominantColor}
              focus={image.focalPoint}
              first
            />
          )
        }
      />
      {figure && <FigureLine of={figure} />}
    </figure>
  );
}

function Interviewees({ people }: { people: { name: string; role: string | null }[] }) {
  const { words } = usePage();
  if (people.length === 0) return null;
  return (
    <aside className="interviewees" aria-label={words.interviewees}>
      <p className="label">{words.interviewees}</p>
      <ul>
        {people.map((it) => (
          <li key={it.name}>
            <strong>{it.name}</strong>
            {it.role && <span>, {it.role}</span>}
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** Writers by name alone, the others after what they did, in the form that the language asks for. */
function Byline({ byline }: { byline: Shape["byline"] }) {
  const { href } = usePage();
  if (byline.length === 0) return null;
  const roles = [...new Set(byline.map((it) => it.role))];
  return (
    <p className="byline">
      {roles.map((role) => {
        const people = byline.filter((it) => it.role === role);
        const isWriter = role === "AUTHOR";
        return (
          <span key={role} className="byline-role">
            {!isWriter && <span className="role">{people[0]?.roleLabel} </span>}
            {people.map(({ author }, index) => (
              <span key={author.url}>
                {index > 0 && ", "}
                <a href={href(author.url)} rel="author">
                  {isWriter ? author.name : author.nameAfterRole}
                </a>
              </span>
            ))}
          </span>
        );
      })}
    </p>
  );
}

function Corrections({ notes }: { notes: Shape["corrections"] }) {
  const { label } = usePage();
  return notes.map((note, index) => (
    <aside
      key={index}
      className={`note is-${note.kind.toLowerCase()}`}
      aria-label={label(`correctionKind.${note.kind}`)}
    >
      <p className="label">
        {label(`correctionKind.${note.kind}`)} <span className="note-time">{note.at.display}</span>
      </p>
      <Text of={note.text} />
    </aside>
  ));
}

function Feature({ feature }: { feature: Shape["feature"] }) {
  const { words } = usePage();
  switch (feature?.__typename) {
    case "OpinionFeature":
      return feature.disclaimer && <p className="disclaimer">{feature.disclaimer}</p>;
    case "PhotoStoryFeature":
      return feature.figures.length > 0 && <Gallery title={null} figures={feature.figures} />;
    case "LiveBlogFeature":
      return <LiveBlog feature={feature} />;
    case "PodcastFeature":
      return (
        <section className="podcast" aria-label={words.audio}>
          <p className="label">{feature.showName}</p>
          <audio controls preload="none">
            {feature.audio.sources.map((source) => (
              <source key={source.url} src={source.url} type={source.mimeType} />
            ))}
          </audio>
        </section>
      );
    default:
      // A video is the story's lead, and who was asked stands before the questions.
      return null;
  }
}

type LiveFeature = Extract<NonNullable<Shape["feature"]>, { __typename: "LiveBlogFeature" }>;

function LiveBlog({ feature }: { feature: LiveFeature }) {
  const { words } = usePage();
  const pinned = new Set(feature.pinned.map((it) => it.id));
  const others = feature.updates.edges.map((it) => it.node).filter((it) => !pinned.has(it.id));
  return (
    <section className="live" aria-label={words.live}>
      {[...feature.pinned, ...others].map((update) => (
        <section
          key={update.id}
          id={new URL(update.url).hash.slice(1) || undefined}
          className={update.isKeyEvent ? "live-update is-key" : "live-update"}
        >
          <Time at={update.publishedAt} />
          {update.title && <h2>{update.title}</h2>}
          <Blocks blocks={update.blocks} />
        </section>
      ))}
    </section>
  );
}

function Tags({ tags }: { tags: Shape["tags"] }) {
  const { label } = usePage();
  if (tags.length === 0) return null;
  return (
    <nav className="tags" aria-label={label("tags")}>
      <span className="label">{label("tags")}:</span>
      <ul>
        {tags.map((tag) => (
          <li key={tag.url}>
            <Link to={tag.url}>{tag.name}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Links alone: nobody is told of the reader before they choose to go there. */
function Share({ story }: { story: Shape }) {
  const { label, words } = usePage();
  const url = encodeURIComponent(story.seo.canonicalUrl);
  const text = encodeURIComponent(story.headline);
  const places = [
    { name: "Telegram", to: `https://t.me/share/url?url=${url}&text=${text}` },
    { name: "Facebook", to: `https://www.facebook.com/sharer/sharer.php?u=${url}` },
    { name: "X", to: `https://twitter.com/intent/tweet?url=${url}&text=${text}` },
    { name: "E-mail", to: `mailto:?subject=${text}&body=${url}` },
  ];
  return (
    <nav className="share" aria-label={label("share")}>
      <span className="label">{label("share")}:</span>
      <ul>
        {places.map(({ name, to }) => (
          <li key={name}>
            <a href={to} rel="nofollow noopener" aria-label={named(words.shareBy, name)}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Where to go from here: by subject, and by the story's main tag. */
function Further({ story }: { story: Shape }) {
  const { label } = usePage();
  const { related, tagSpotlight } = story;
  return (
    <div className="further">
      {related && related.length > 0 && (
        <section aria-labelledby="related-title">
          <h2 id="related-title">{label("related")}</h2>
          <ul>
            {related.map(({ article }) => (
              <li key={article.id}>
                <Headline of={article} text={article.shortHeadline} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {tagSpotlight && tagSpotlight.articles.length > 0 && (
        <section aria-labelledby="spotlight-title">
          <h2 id="spotlight-title">
            <Link to={tagSpotlight.tag.url}>{tagSpotlight.tag.allNewsLabel}</Link>
          </h2>
          <ul>
            {tagSpotlight.articles.map((article) => (
              <li key={article.id}>
                <Time at={article.publishedAt} />
                <Headline of={article} text={article.shortHeadline} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

