import { Fragment } from "react";

import type { Front, Zone, ZoneItem } from "../api/shapes.ts";
import { Headline, Updated } from "../parts/Headline.tsx";
import { usePage } from "../parts/page.ts";
import { Picture } from "../parts/Picture.tsx";
import { Slot, slotsOf } from "../parts/Slot.tsx";
import { Link, Time } from "../parts/Text.tsx";

/** Zones between two ads of the feed. */
const zonesPerSlot = 2;

export function HomePage({ front }: { front: Front }) {
  const { site } = usePage();
  const waiting = slotsOf(front.adPlan).filter((slot) => slot.zone === "IN_FEED");
  return (
    <div className="front">
      <h1 className="only-heard">{site.name}</h1>
      {front.zones
        .filter((zone) => zone.items.length > 0)
        .map((zone, index) => (
          <Fragment key={zone.key}>
            {index > 0 && index % zonesPerSlot === 0 && <Slot slot={waiting.shift()} />}
            <ZoneOf zone={zone} isFirst={index === 0} />
          </Fragment>
        ))}
    </div>
  );
}

function ZoneOf({ zone, isFirst }: { zone: Zone; isFirst: boolean }) {
  const name = zone.layout.toLowerCase().replaceAll("_", "-");
  return (
    <section
      className={`zone is-${name}`}
      aria-labelledby={zone.title ? `zone-${zone.key}` : undefined}
    >
      {zone.title && (
        <h2 className="zone-title" id={`zone-${zone.key}`}>
          {zone.moreUrl ? <Link to={zone.moreUrl}>{zone.title}</Link> : zone.title}
        </h2>
      )}
      <ul>
        {zone.items.map((item, index) => (
          <li key={item.article.id}>
            <Item item={item} layout={zone.layout} isLead={index === 0} isFirst={isFirst} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type Layout = Zone["layout"];

const withoutPictures: Layout[] = ["HEADLINES", "OPINIONS"];

function sizesIn(layout: Layout, isLead: boolean): string {
  if (layout === "HERO") return "(min-width: 64rem) 33rem, 100vw";
  if (layout === "LEAD_LIST") return isLead ? "(min-width: 48rem) 27rem, 100vw" : "8rem";
  return "(min-width: 64rem) 17rem, (min-width: 40rem) 33vw, 50vw";
}

function Item({
  item,
  layout,
  isLead,
  isFirst,
}: {
  item: ZoneItem;
  layout: Layout;
  isLead: boolean;
  isFirst: boolean;
}) {
  const { article } = item;
  const hasSummary = layout === "HERO" || (layout === "LEAD_LIST" && isLead);
  const authors = article.byline.map(({ author }) => author);
  return (
    <article className="card">
      {item.image && !withoutPictures.includes(layout) && (
        <div className="card-picture">
          <Picture
            srcSet={item.image.srcSet}
            colour={item.image.dominantColor}
            sizes={sizesIn(layout, isLead)}
            alt=""
            width={640}
            height={360}
            first={isFirst}
          />
        </div>
      )}
      <div className="card-text">
        {layout === "OPINIONS" && (
          <p className="card-authors">{authors.map((author) => author.name).join(", ")}</p>
        )}
        <h3>
          <Headline of={{ ...article, emphasis: item.emphasis }} text={item.headline} />
        </h3>
        {(hasSummary || layout === "OPINIONS") && <p className="summary">{article.summary}</p>}
        <p className="card-facts">
          <Time at={article.listedAt} />
          <Updated label={article.updateLabel} />
          {layout === "HERO" && authors.length > 0 && (
            <span>{authors.map((author) => author.name).join(", ")}</span>
          )}
        </p>
        {item.sublinks.length > 0 && (
          <ul className="sublinks">
            {item.sublinks.map((it) => (
              <li key={it.id}>
                <Headline of={it} text={it.shortHeadline} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  );
}
