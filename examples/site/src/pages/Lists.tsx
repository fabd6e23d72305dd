import { Fragment, type ReactNode } from "react";

import type {
  Author,
  Card as CardShape,
  Day,
  DayItem,
  News,
  NewsItem,
  Section,
  Slot as SlotShape,
  Tag,
} from "../api/shapes.ts";
import { Headline, Updated } from "../parts/Headline.tsx";
import { usePage } from "../parts/page.ts";
import { Picture } from "../parts/Picture.tsx";
import { Slot, slotsOf } from "../parts/Slot.tsx";
import { Link, Text, Time } from "../parts/Text.tsx";

/** Cards between two ads of a list. */
const cardsPerSlot = 8;

/** Where a list goes on; null at its ends. */
export interface Around {
  newer?: string | null;
  older?: string | null;
}

export function Cards({ cards, slots = [] }: { cards: CardShape[]; slots?: SlotShape[] }) {
  const waiting = slots.filter((slot) => slot.zone === "IN_FEED");
  const groups: CardShape[][] = [];
  for (let at = 0; at < cards.length; at += cardsPerSlot) {
    groups.push(cards.slice(at, at + cardsPerSlot));
  }
  return groups.map((group, index) => (
    <Fragment key={group[0]?.id}>
      {index > 0 && <Slot slot={waiting.shift()} />}
      <ul className="cards">
        {group.map((card, place) => (
          <li key={card.id}>
            <Card card={card} first={index === 0 && place === 0} />
          </li>
        ))}
      </ul>
    </Fragment>
  ));
}

export function Card({
  card,
  first,
  fragments = [],
}: {
  card: CardShape;
  first: boolean;
  /** What stands below the headline instead of the summary: fragments of the text, safe HTML. */
  fragments?: string[];
}) {
  const media = card.leadMedia?.media;
  return (
    <article className="card">
      <div className="card-text">
        <h2>
          <Headline of={card} text={card.headline} />
        </h2>
        {fragments.length > 0 ? (
          fragments.map((it, index) => (
            <p key={index} className="fragment" dangerouslySetInnerHTML={{ __html: it }} />
          ))
        ) : (
          <p className="summary">{card.summary}</p>
        )}
        <p className="card-facts">
          <Time at={card.listedAt} />
          <Updated label={card.updateLabel} />
        </p>
      </div>
      {media && "srcSet" in media && (
        <div className="card-picture">
          <Picture
            srcSet={media.srcSet}
            colour={media.dominantColor}
            sizes="(min-width: 48rem) 15rem, 35vw"
            alt=""
            width={640}
            height={360}
            first={first}
          />
        </div>
      )}
    </article>
  );
}

export function Pager({ newer, older }: Around) {
  const { words } = usePage();
  if (!newer && !older) return null;
  return (
    <nav className="pager" aria-label={words.pages}>
      {newer && (
        <a href={newer} rel="prev">
          {words.newer}
        </a>
      )}
      {older && (
        <a href={older} rel="next">
          {words.older}
        </a>
      )}
    </nav>
  );
}

function Links({ name, links }: { name: string; links: { name: string; url: string }[] }) {
  if (links.length === 0) return null;
  return (
    <nav className="tags" aria-label={name}>
      <span className="label">{name}:</span>
      <ul>
        {links.map((link) => (
          <li key={link.url}>
            <Link to={link.url}>{link.name}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function ListHeader({ children }: { children: ReactNode }) {
  return <header className="list-header">{children}</header>;
}

export function TagPage({ tag, around }: { tag: Tag; around: Around }) {
  const { label, words } = usePage();
  return (
    <div className="list">
      <ListHeader>
        {tag.image && <img src={tag.image.url} alt="" width="96" height="96" className="portrait" />}
        <div>
          <p className="kicker">{label(`tagKind.${tag.kind}`)}</p>
          <h1>{tag.name}</h1>
          {tag.description && <Text of={tag.description} className="description" />}
        </div>
      </ListHeader>
      <Links name={words.topics} links={tag.related ?? []} />
      <Cards cards={tag.articles.edges.map((it) => it.node)} slots={slotsOf(tag.adPlan)} />
      <Pager {...around} />
    </div>
  );
}

export function SectionPage({ section, around }: { section: Section; around: Around }) {
  const { words } = usePage();
  const above = section.breadcrumbs.slice(0, -1);
  return (
    <div className="list">
      <ListHeader>
        <div>
          {above.length > 0 && (
            <nav className="path" aria-label={words.path}>
              <ol>
                {above.map((it) => (
                  <li key={it.url}>
                    <Link to={it.url}>{it.name}</Link>
                  </li>
                ))}
              </ol>
            </nav>
          )}
          <h1>{section.name}</h1>
          {section.description && <p className="description">{section.description}</p>}
        </div>
      </ListHeader>
      <Links name={words.subsections} links={section.children} />
      <Cards
        cards={section.articles.edges.map((it) => it.node)}
        slots={slotsOf(section.adPlan)}
      />
      <Pager {...around} />
    </div>
  );
}

export function AuthorPage({ author, around }: { author: Author; around: Around }) {
  const { words } = usePage();
  return (
    <div className="list">
      <ListHeader>
        {author.photo && (
          <img src={author.photo.url} alt="" width="128" height="128" className="portrait" />
        )}
        <div>
          {author.jobTitle && <p className="kicker">{author.jobTitle}</p>}
          <h1>{author.name}</h1>
          {author.bio && <Text of={author.bio} className="description" />}
          {author.links.length > 0 && (
            <nav className="author-links" aria-label={words.links}>
              <ul>
                {author.links.map((link) => (
                  <li key={link.url}>
                    <a href={link.url} rel="me noopener">
                      {link.name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </div>
      </ListHeader>
      <Cards cards={author.articles.edges.map((it) => it.node)} />
      <Pager {...around} />
    </div>
  );
}

/** A list by the clock, for a day and for all news. */
function ByTheClock({ items }: { items: (DayItem | NewsItem)[] }) {
  return (
    <ol className="by-the-clock">
      {items.map((item) => (
        <li key={item.id}>
          <Time at={"listedAt" in item ? item.listedAt : item.publishedAt} />
          <div>
            <h3>
              <Headline of={item} text={"headline" in item ? item.headline : item.shortHeadline} />
            </h3>
            {"summary" in item && <p className="summary">{item.summary}</p>}
            <p className="card-facts">
              <Link to={item.section.url}>{item.section.name}</Link>
              <Updated label={item.updateLabel} />
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

export function DayPage({
  day,
  previous,
  next,
  older,
}: {
  day: Day;
  previous: string | null;
  next: string | null;
  older: string | null;
}) {
  const { words } = usePage();
  return (
    <div className="list">
      <ListHeader>
        <div>
          <h1>{day.title}</h1>
        </div>
      </ListHeader>
      <nav className="pager is-top" aria-label={day.title}>
        {previous && (
          <a href={previous} rel="prev">
            {words.previousDay}
          </a>
        )}
        {next && (
          <a href={next} rel="next">
            {words.nextDay}
          </a>
        )}
      </nav>
      <h2 className="only-heard">{words.allNews}</h2>
      <ByTheClock items={day.articles.edges.map((it) => it.node)} />
      <Pager older={older} />
    </div>
  );
}

export function NewsPage({ news, around }: { news: News; around: Around }) {
  const { words } = usePage();
  const days = [...new Set(news.nodes.map((it) => it.listedAt.date))];
  return (
    <div className="list">
      <ListHeader>
        <div>
          <h1>{words.allNews}</h1>
        </div>
      </ListHeader>
      {days.map((date) => {
        const items = news.nodes.filter((it) => it.listedAt.date === date);
        return (
          <section key={date} aria-labelledby={`day-${date}`}>
            <h2 className="zone-title" id={`day-${date}`}>
              {items[0]?.listedAt.day}
            </h2>
            <ByTheClock items={items} />
          </section>
        );
      })}
      <Pager {...around} />
    </div>
  );
}
