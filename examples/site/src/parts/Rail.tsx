import { Fragment } from "react";

import type { RailItem, Slot as SlotShape } from "../api/shapes.ts";
import { Headline, Updated } from "./Headline.tsx";
import { usePage } from "./page.ts";
import { Slot } from "./Slot.tsx";
import { Link, Time } from "./Text.tsx";

/** A row as every page's document asks for it; the name of the day may come from elsewhere. */
export type RailRow = Omit<RailItem, "listedAt"> & {
  listedAt: { date: string; iso: string; display: string; day?: string };
};

/** Rows between two ads of the rail. */
const rowsPerSlot = 14;

interface Stretch {
  day: string | null;
  rows: RailRow[];
}

/** Cuts the rows where the day changes and where an ad stands. */
function stretches(rows: RailRow[], nameOf: (row: RailRow) => string | null): Stretch[] {
  const found: Stretch[] = [];
  let date = rows[0]?.listedAt.date;
  rows.forEach((row, index) => {
    const isNewDay = row.listedAt.date !== date;
    if (index === 0 || isNewDay || index % rowsPerSlot === 0) {
      found.push({ day: isNewDay ? nameOf(row) : null, rows: [] });
    }
    date = row.listedAt.date;
    found.at(-1)?.rows.push(row);
  });
  return found;
}

export function RailList({ rows, slots = [] }: { rows: RailRow[]; slots?: SlotShape[] }) {
  const { frame } = usePage();
  const days = new Map(frame.rail?.nodes.map((it) => [it.listedAt.date, it.listedAt.day]));
  const waiting = [...slots];
  let drawn = 0;
  return stretches(rows, (row) => row.listedAt.day ?? days.get(row.listedAt.date) ?? null).map(
    (stretch) => {
      const isDue = drawn > 0 && drawn % rowsPerSlot === 0;
      drawn += stretch.rows.length;
      return (
        <Fragment key={stretch.rows[0]?.id}>
          {isDue && <Slot slot={waiting.shift()} />}
          {stretch.day && <h3 className="rail-day">{stretch.day}</h3>}
          <ol className="rail-rows">
            {stretch.rows.map((row) => (
              <li key={row.id}>
                <Time at={row.listedAt} />
                <div>
                  <Headline of={row} text={row.shortHeadline} />
                  <Updated label={row.updateLabel} />
                </div>
              </li>
            ))}
          </ol>
        </Fragment>
      );
    },
  );
}

/** The newest stories, beside every page. */
export function Rail({
  rows,
  next,
  slots,
}: {
  rows: RailRow[];
  /** Cursor from which the list goes on, where the page's document tells it. */
  next?: string | null;
  slots: SlotShape[];
}) {
  const { home, label, words } = usePage();
  const news = `${home === "/" ? "" : home}/news`;
  return (
    <aside className="rail" aria-labelledby="rail-title">
      <h2 id="rail-title" className="rail-title">
        <Link to={news}>{label("recentNews")}</Link>
      </h2>
      <RailList rows={rows} slots={slots} />
      {next ? (
        <a className="more" href={`${news}?after=${encodeURIComponent(next)}`} data-more="rail">
          {words.more}
        </a>
      ) : (
        <a className="more" href={news}>
          {words.allNews}
        </a>
      )}
    </aside>
  );
}
