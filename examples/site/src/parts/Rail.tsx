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
function stretches(
  rows: RailRow[],
  nameOf: (row: RailRow) => string,
  continues: boolean,
): Stretch[] {
  const found: Stretch[] = [];
  // The day of the first rows needs no name, unless they come from further down.
  let date = continues ? undefined : rows[0]?.listedAt.date;
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

export function RailList({
  rows,
  slots = [],
  continues = false,
}: {
  rows: RailRow[];
  slots?: SlotShape[];
  /** Whether other rows stand before these. */
  continues?: boolean;
}) {
  const page = usePage();
  const dayOf = ({ listedAt }: RailRow) =>
    listedAt.day ?? page.dayOf(listedAt.date) ?? listedAt.date;
  const waiting = [...slots];
  let drawn = 0;
  const list = stretches(rows, dayOf, continues).map((stretch) => {
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
                <Headline of={row} text={row.shortHeadline} /> <Updated label={row.updateLabel} />
              </div>
            </li>
          ))}
        </ol>
      </Fragment>
    );
  });
  return (
    <div className="rail-flow">
      {list}
      {waiting.map((slot) => (
        <Slot key={slot.key} slot={slot} />
      ))}
    </div>
  );
}

/** The newest stories, beside every page. */
export function Rail({
  rows,
  slots,
  isWhole,
}: {
  rows: RailRow[];
  slots: SlotShape[];
  /** Whether the list ends here. */
  isWhole: boolean;
}) {
  const { label } = usePage();
  return (
    <aside className="rail" aria-labelledby="rail-title">
      <h2 id="rail-title" className="rail-title">
        <Link to={useNewsPath()}>{label("recentNews")}</Link>
      </h2>
      <RailList rows={rows} slots={slots} />
      {isWhole && <RailEnd last={rows.at(-1)?.id} />}
    </aside>
  );
}

/** What the rail has no more room for, below the main part. */
export function Earlier({ rows }: { rows: RailRow[] }) {
  const { words } = usePage();
  return (
    <section className="rail earlier" aria-labelledby="earlier-title">
      <h2 id="earlier-title" className="rail-title">
        {words.earlier}
      </h2>
      <RailList rows={rows} />
      <RailEnd last={rows.at(-1)?.id} />
    </section>
  );
}

function useNewsPath(): string {
  return usePage().localPath("/news");
}

/** The list goes on after its last row in its place, and without JavaScript on a page of its own. */
function RailEnd({ last }: { last: string | undefined }) {
  const { words, cursorAfter } = usePage();
  const news = useNewsPath();
  const next = cursorAfter(last);
  return next ? (
    <a className="more" href={`${news}?after=${encodeURIComponent(next)}`} data-more="rail">
      {words.more}
    </a>
  ) : (
    <a className="more" href={news}>
      {words.allNews}
    </a>
  );
}
